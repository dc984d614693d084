// Counts the files and folders that are looked at in trees, so that those which hold each other many times come to an
// end: eleven objects can name more files than any disk has room for, or more folders without a single file.
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/** A path of so many bytes costs as much as two. */
const LONG_PATH = 1024;

export class EntryBudget {
  #left: number;

  /** `most` entries may be looked at. */
  constructor(readonly most: number) {
    this.#left = most;
  }

  /** Counts one entry whose path has so many bytes. Throws AppError `limit` (kind `too_large`) at the end. */
  take(pathBytes: number): void {
    this.#left -= 1 + Math.floor(pathBytes / LONG_PATH);
    if (this.#left >= 0) return;
    throw new AppError(
      'limit',
      `This would mean looking at more than ${this.most.toLocaleString('en')} files and folders, which follows from the limit of this server on files (FRESHET_MAX_FILES). What was searchable before still is.`,
      { kind: 'too_large' },
    );
  }
}

/** For a tree of at most `maxFiles` files (default: this server's limit), or two: each may have a folder of its own. */
export function budgetFor(maxFiles = env().maxFiles): EntryBudget {
  return new EntryBudget(4 * maxFiles + 1000);
}
