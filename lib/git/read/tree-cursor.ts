// Walks over the entries of a tree object, `<mode> <name>\0<binary id>` each, without making anything of those that
// nobody asks for: a tree may have a million.
import { AppError } from '@/lib/errors';

/** Trees out of order are put in order in memory; none that was made by an honest mistake is so large. */
const MAX_UNORDERED = 100_000;
const FOLDER = 40000;

export class TreeCursor {
  /** Octal digits as a number, as git reads them: 100644, 100755, 120000, 160000 or 40000 for a folder. */
  mode = 0;
  #start = 0;
  #from = 0;
  #to = 0;
  #at = 0;

  /** `bytes` is the tree's content; ids have `idBytes`, 20 or 32. It stands before the first entry. */
  constructor(
    readonly bytes: Buffer,
    private readonly idBytes: number,
  ) {}

  /** Moves to the next entry; false at the end. Throws AppError (kind `corrupt`) for what is no tree. */
  next(): boolean {
    if (this.#at >= this.bytes.length) return false;
    const space = this.bytes.indexOf(0x20, this.#at);
    const end = this.bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + this.idBytes >= this.bytes.length) throw noTree();
    this.#start = this.#at;
    this.mode = canonical(Number.parseInt(this.bytes.toString('latin1', this.#at, space), 8));
    this.#from = space + 1;
    this.#to = end;
    this.#at = end + 1 + this.idBytes;
    return true;
  }

  get isFolder(): boolean {
    return this.mode === FOLDER;
  }

  /** Bytes in latin1. */
  get name(): string {
    return this.bytes.toString('latin1', this.#from, this.#to);
  }

  get sha(): string {
    return this.bytes.toString('hex', this.#to + 1, this.#at);
  }

  isNamed(name: Buffer): boolean {
    return (
      this.#to - this.#from === name.length && this.bytes.compare(name, 0, name.length, this.#from, this.#to) === 0
    );
  }

  hasIdOf(other: TreeCursor): boolean {
    return this.bytes.compare(other.bytes, other.#to + 1, other.#at, this.#to + 1, this.#at) === 0;
  }

  /** As git orders entries: by bytes, a folder as if its name ended in a slash. */
  compare(other: TreeCursor): number {
    const [length, theirs] = [this.#to - this.#from, other.#to - other.#from];
    const both = Math.min(length, theirs);
    const { bytes } = this;
    const order = bytes.compare(other.bytes, other.#from, other.#from + both, this.#from, this.#from + both);
    return order || this.#byteAt(both, length) - other.#byteAt(both, theirs);
  }

  #byteAt(index: number, length: number): number {
    if (index < length) return this.bytes[this.#from + index] ?? 0;
    return this.isFolder ? 0x2f : 0;
  }

  /** The entry with its mode, name and id, as it stands in the tree. */
  get raw(): Buffer {
    return this.bytes.subarray(this.#start, this.#at);
  }
}

/**
 * The content of a tree in git's order, each name once, as comparing needs it; nearly always that is how it is. Throws
 * AppError (kind `corrupt`) for what is no tree, `limit` (kind `too_large`) if it cannot be put in order.
 */
export function inOrder(bytes: Buffer, idBytes: number): Buffer {
  const cursor = new TreeCursor(bytes, idBytes);
  const last = new TreeCursor(bytes, idBytes);
  if (!cursor.next()) return bytes;
  while (cursor.next()) {
    last.next();
    if (last.compare(cursor) >= 0) return sorted(bytes, idBytes);
  }
  return bytes;
}

function sorted(bytes: Buffer, idBytes: number): Buffer {
  const entries: TreeCursor[] = [];
  for (const cursor = new TreeCursor(bytes, idBytes); cursor.next(); ) {
    if (entries.length === MAX_UNORDERED) {
      throw new AppError('limit', 'A folder of this repository is very large and its entries are out of order.', {
        kind: 'too_large',
      });
    }
    const entry = new TreeCursor(cursor.raw, idBytes);
    entry.next();
    entries.push(entry);
  }
  // Stable: of several of one name the first is what listings show.
  entries.sort((a, b) => a.compare(b));
  const kept = entries.filter((entry, i) => i === 0 || entries[i - 1]?.compare(entry) !== 0);
  return Buffer.concat(kept.map((entry) => entry.raw));
}

/** git knows five modes, and takes every other for the one that is nearest. */
function canonical(mode: number): number {
  const type = mode & 0o170000;
  if (type === 0o100000) return mode & 0o100 ? 100755 : 100644;
  if (type === 0o120000) return 120000;
  return type === 0o040000 ? FOLDER : 160000;
}

function noTree(): AppError {
  return new AppError('internal', 'The mirror on disk is damaged.', {
    kind: 'corrupt',
    retryable: true,
    cause: new Error('a tree object is not in the form of one'),
  });
}
