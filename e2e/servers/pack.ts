// Writes packs by hand, with objects that no git would write: the bombs that repositories may be.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createDeflate, deflateSync } from 'node:zlib';

const TYPES = { commit: 1, tree: 2, blob: 3, tag: 4, delta: 6 } as const;
type Type = Exclude<keyof typeof TYPES, 'delta'>;

export class PackWriter {
  #parts: Buffer[] = [];
  #bytes = 12;
  #count = 0;
  #lastAt = 0;

  /** Adds an object and returns its id. */
  add(type: Type, content: string | Buffer): string {
    const bytes = Buffer.from(content);
    this.#push(TYPES[type], bytes.length, [deflateSync(bytes)]);
    return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
  }

  /** Adds an object of `head` and `size` times the letter x, which is never in memory as a whole. Returns its id. */
  async addLarge(type: Type, head: string, size: number): Promise<string> {
    const total = head.length + size;
    const hash = createHash('sha1').update(`${type} ${total}\0`).update(head);
    const deflate = createDeflate();
    const parts: Buffer[] = [];
    deflate.on('data', (part: Buffer) => parts.push(part));
    deflate.write(head);
    const block = Buffer.alloc(1024 * 1024, 'x');
    for (let left = size; left > 0; left -= block.length) {
      const part = left < block.length ? block.subarray(0, left) : block;
      hash.update(part);
      if (!deflate.write(part)) await once(deflate, 'drain');
    }
    deflate.end();
    await once(deflate, 'end');
    this.#push(TYPES[type], total, parts);
    return hash.digest('hex');
  }

  /** Adds an object that says it has `size` bytes, and has fewer. */
  addLiar(type: Type, size: number): void {
    this.#push(TYPES[type], size, [deflateSync(Buffer.from('less'))]);
  }

  /** Adds what the object before it, of `size` bytes, is `times` times over: a difference of a few bytes. Returns its size. */
  addCopies(size: number, times: number): number {
    const copies: Buffer[] = [];
    for (let i = 0; i < times; i++) {
      for (let at = 0; at < size; at += 0xffffff) copies.push(copyOf(at, Math.min(0xffffff, size - at)));
    }
    const delta = Buffer.concat([varint(size), varint(size * times), ...copies]);
    const back = this.#bytes - this.#lastAt;
    this.#push(TYPES.delta, delta.length, [offset(back), deflateSync(delta)]);
    return size * times;
  }

  /** The whole pack. `count`: how many objects it says it has, where that is not true. */
  end(count = this.#count): Buffer {
    const header = Buffer.alloc(12);
    header.write('PACK', 0, 'latin1');
    header.writeUInt32BE(2, 4);
    header.writeUInt32BE(count, 8);
    const pack = Buffer.concat([header, ...this.#parts]);
    return Buffer.concat([pack, createHash('sha1').update(pack).digest()]);
  }

  #push(type: number, size: number, parts: Buffer[]): void {
    this.#lastAt = this.#bytes;
    this.#count += 1;
    for (const part of [entryHeader(type, size), ...parts]) {
      this.#parts.push(part);
      this.#bytes += part.length;
    }
  }
}

function entryHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size % 16)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

function varint(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

/** How far back the base of a difference begins, the way packs write it. */
function offset(back: number): Buffer {
  const bytes = [back % 128];
  for (let rest = Math.floor(back / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift(0x80 | (rest % 128));
  }
  return Buffer.from(bytes);
}

/** An instruction to copy: all four bytes of the place and all three of the length are told. */
function copyOf(at: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes[0] = 0xff;
  bytes.writeUInt32LE(at, 1);
  bytes.writeUIntLE(length, 5, 3);
  return bytes;
}
