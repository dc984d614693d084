// Counts the branches and tags of a repository while they come: a list may be endless, and has a cost for each name all
// the way to the database.
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/** Bytes of the whole list, with the refs that are ignored: a million names of ordinary length. */
const MAX_LIST_BYTES = 64 * 1024 ** 2;

export class RefBudget {
  #refs = 0;
  #bytes = 0;

  /** `what` begins a sentence; `maxRefs` is the server's limit unless told. */
  constructor(
    private readonly what: string,
    private readonly maxRefs = env().maxRefs,
  ) {}

  /** Counts one branch or tag. Throws AppError `limit` (kind `too_large`) above the limit. */
  takeRef(): void {
    this.#refs += 1;
    if (this.#refs <= this.maxRefs) return;
    const most = this.maxRefs.toLocaleString('en');
    throw refused(`${this.what} has more than ${most} branches and tags, the limit of this server (FRESHET_MAX_REFS).`);
  }

  /** Counts what was read. Throws the same above 64 MiB. */
  takeBytes(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= MAX_LIST_BYTES) return;
    throw refused(`${this.what} has a list of branches and tags without end: more than 64 MiB of it came.`);
  }
}

function refused(sentence: string): AppError {
  return new AppError('limit', `${sentence} It was not read any further. What was searchable before still is.`, {
    kind: 'too_large',
  });
}
