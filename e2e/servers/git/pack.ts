// Writes packs by hand, with objects that no git would write: the bombs that repositories may be.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createDeflate, deflateSync } from 'node:zlib';

const TYPES = { commit: 1, tree: 2, blob: 3, tag: 4, delta: 6, stray: 7 } as const;
type Type = Exclude<keyof typeof TYPES, 'delta' | 'stray'>;

export class PackWriter {
  #parts: Buffer[] = [];
  #bytes = 12;
  #count = 0;
  #lastAt = 0;
  readonly #known = new Set<string>();

  /** Adds an object, once however often it is added, and returns its id. */
  add(type: Type, content: string | Buffer): string {
    const bytes = Buffer.from(content);
    const id = createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
    if (!this.#known.has(id))
      this.#push(TYPES[type], bytes.length, [bytes.length < MAX_STORED ? stored(bytes) : deflateSync(bytes)]);
    this.#known.add(id);
    return id;
  }

  /** Adds an object of `head` and `size` times the letter x, which is never in memory as a whole. Returns its id. */
  async addLarge(type: Type, head: string, size: number): Promise<string> {
    const total = head.length + size;
    const hash = createHash('sha1').update(`${type} ${total}\0`).update(head);
    const deflate = createDeflate({ level: 1 });
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

  /** Adds an object once more that is there already. */
  repeat(type: Type, content: string): void {
    this.#push(TYPES[type], content.length, [stored(Buffer.from(content))]);
  }

  /** Adds a difference from an object that is nowhere. */
  addStray(): void {
    const delta = Buffer.concat([varint(5), varint(5), copyOf(0, 5)]);
    this.#push(TYPES.stray, delta.length, [Buffer.alloc(20, 7), stored(delta)]);
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

  /** The whole pack. `count`: how many objects it says it has, if that is not true. */
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

/** Smaller ones are kept as they are: to set up a compressor for each of many takes seconds. */
const MAX_STORED = 1000;

/** A zlib stream of one block that is not compressed. */
function stored(bytes: Buffer): Buffer {
  const stream = Buffer.alloc(bytes.length + 11);
  stream.set([0x78, 0x01, 0x01]);
  stream.writeUInt16LE(bytes.length, 3);
  stream.writeUInt16LE(0xffff - bytes.length, 5);
  stream.set(bytes, 7);
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  stream.writeUInt32BE(b * 0x10000 + a, bytes.length + 7);
  return stream;
}

const WHO = 'A U Thor <a@example.com> 1700000000 +0000';

/** The content of a tree. Modes as git writes them: 100644, 40000. */
export function treeContent(entries: readonly (readonly [mode: string, name: string, sha: string])[]): Buffer {
  return Buffer.concat(
    entries.flatMap(([mode, name, sha]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]),
  );
}

/** The content of a commit. */
export function commitContent(tree: string, parents: readonly string[] = [], message = 'm\n'): string {
  return `tree ${tree}\n${parents.map((sha) => `parent ${sha}\n`).join('')}author ${WHO}\ncommitter ${WHO}\n\n${message}`;
}

/** What a tag begins with: its message may follow. */
export function tagContent(name: string, sha: string, type: Type): string {
  return `object ${sha}\ntype ${type}\ntag ${name}\ntagger ${WHO}\n\n`;
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
