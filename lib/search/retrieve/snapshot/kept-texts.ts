// Texts that searches read lately, kept in this process. What a blob holds never changes, so none of them is ever stale;
// whoever asks has found the blob within what its caller may see.

/** Bytes of all texts that are kept, and of one: a large file is read anew each time, rather than displace hundreds. */
const MAX_BYTES = 64 * 1024 ** 2;
export const MAX_KEPT_TEXT = 128 * 1024;

export class KeptTexts {
  /** By blob id, the one that was used longest ago first. */
  private readonly texts = new Map<string, { text: string; bytes: number }>();
  private bytes = 0;

  constructor(private readonly maxBytes = MAX_BYTES) {}

  get(blobId: string): string | undefined {
    const known = this.texts.get(blobId);
    if (!known) return undefined;
    this.texts.delete(blobId);
    this.texts.set(blobId, known);
    return known.text;
  }

  /** Keeps the whole text of a blob, unless it is too long. */
  keep(blobId: string, text: string): void {
    if (text.length > MAX_KEPT_TEXT || this.texts.has(blobId)) return;
    // Characters beyond Latin-1 make all of a text take two bytes each.
    const bytes = Buffer.byteLength(text) > text.length ? text.length * 2 : text.length;
    this.texts.set(blobId, { text, bytes });
    this.bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.texts) {
      if (this.bytes <= this.maxBytes) break;
      this.texts.delete(oldest);
      this.bytes -= freed;
    }
  }
}

/** On globalThis, because Next loads modules more than once. */
const holder = globalThis as typeof globalThis & { freshetKeptTexts?: WeakMap<object, KeptTexts> };
const byTransaction = new WeakMap<object, KeptTexts>();

/** Says which database a transaction reads from: ids of blobs are a database's own. */
export function keepTextsOf(tx: object, from: object): void {
  holder.freshetKeptTexts ??= new WeakMap();
  const known = byTransaction.get(from) ?? holder.freshetKeptTexts.get(from) ?? new KeptTexts();
  if (!byTransaction.has(from)) holder.freshetKeptTexts.set(from, known);
  byTransaction.set(tx, known);
}

/** What is kept of the database that a transaction reads from. */
export function keptTexts(tx: object): KeptTexts {
  return byTransaction.get(tx) ?? new KeptTexts(0);
}
