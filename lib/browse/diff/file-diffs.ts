// The texts of what a commit changed, read from the object store and compared, within what a page may cost.
import type { CatFile } from '@/lib/git/read/cat-file';
import { decodeText } from '@/lib/text/decode';
import { type Hunk, textDiff } from './text-diff';

/** What changed in a file, or why it is not shown. */
export type FileDiff =
  | { state: 'text'; hunks: Hunk[]; isCut: boolean }
  | { state: 'binary' | 'too_large' | 'too_different' | 'left_out' | 'submodule' | 'mode_only' };

export interface Sides {
  /** Ids before and after; null where there is no file. */
  before: string | null;
  after: string | null;
  mode: number;
}

const SUBMODULE = 160000;
const MAX_FILE_BYTES = 256 * 1024;
/** Lines of one file, and of all on a page. */
const MAX_FILE_LINES = 1000;
const MAX_LINES = 3000;
/** Files that are compared, and changed lines of one that are looked for. */
const MAX_FILES = 100;
const MAX_EDITS = 1000;
/** Steps of all comparisons, which hold up everybody else: about 0.2 s. Looking for `n` changed lines takes their square. */
const MAX_WORK = 4_000_000;
const LEAST_WORK = 50 ** 2;

/** Compares file after file until the page is full; what comes then is `left_out`. */
export class FileDiffs {
  #lines = MAX_LINES;
  #files = MAX_FILES;
  #work = MAX_WORK;

  constructor(private readonly cat: CatFile) {}

  /** Throws AppError if the mirror cannot be read. */
  async of({ before, after, mode }: Sides): Promise<FileDiff> {
    if (mode === SUBMODULE) return { state: 'submodule' };
    if (before === after) return { state: 'mode_only' };
    if (this.#lines <= 0 || this.#files <= 0 || this.#work < LEAST_WORK) return { state: 'left_out' };
    this.#files -= 1;
    const [old, fresh] = await Promise.all([this.#read(before), this.#read(after)]);
    if (old === null || fresh === null) return { state: 'too_large' };
    const [oldText, freshText] = [decodeText(old), decodeText(fresh)];
    if (oldText === null || freshText === null) return { state: 'binary' };
    const maxEdits = Math.min(MAX_EDITS, Math.floor(Math.sqrt(this.#work)));
    const hunks = textDiff(oldText, freshText, maxEdits);
    // A file that is new or gone is not compared with anything.
    if (old.length > 0 && fresh.length > 0) this.#work -= (hunks === null ? maxEdits : editsOf(hunks)) ** 2;
    return hunks === null ? { state: 'too_different' } : this.#cut(hunks);
  }

  /** Null if it is too large, or is no file any more. */
  async #read(sha: string | null): Promise<Buffer | null> {
    if (sha === null) return Buffer.alloc(0);
    const object = await this.cat.read(sha, MAX_FILE_BYTES);
    return object?.type === 'blob' ? object.content : null;
  }

  #cut(hunks: Hunk[]): FileDiff {
    const shown: Hunk[] = [];
    let left = Math.min(MAX_FILE_LINES, this.#lines);
    let isCut = false;
    for (const hunk of hunks) {
      if (left <= 0 || hunk.lines.length > left) isCut = true;
      if (left <= 0) break;
      const lines = hunk.lines.slice(0, left);
      left -= lines.length;
      this.#lines -= lines.length;
      shown.push({ ...hunk, lines });
    }
    return { state: 'text', hunks: shown, isCut };
  }
}

function editsOf(hunks: Hunk[]): number {
  return hunks.reduce((sum, { lines }) => sum + lines.filter(({ kind }) => kind !== 'same').length, 0);
}
