// What git says of a push in the end: whether any ref moved.

/** More than the beginning of a report is never needed. */
const KEPT_BYTES = 256 * 1024;
const MOST_NAMED = 100;

/** Reads along with what git answers to a push. */
export class ReceiveReport {
  private readonly parts: Buffer[] = [];
  private bytes = 0;

  read(chunk: Buffer): void {
    if (this.bytes >= KEPT_BYTES) return;
    this.parts.push(chunk);
    this.bytes += chunk.length;
  }

  /** The refs that moved, by what git said: their full names as bytes in latin1, a hundred of them at most. */
  get moved(): string[] {
    const text = Buffer.concat(this.parts).toString('latin1');
    return [...text.matchAll(/ok (refs\/[^\n\0]{1,1000})\n/g)].map(([, ref = '']) => ref).slice(0, MOST_NAMED);
  }

  /** False only if git said of each ref that it did not move; true also if nothing is known. */
  get mayHaveMoved(): boolean {
    const text = Buffer.concat(this.parts).toString('latin1');
    if (this.bytes >= KEPT_BYTES || !text.includes('unpack ')) return true;
    return text.includes('ok refs/');
  }
}
