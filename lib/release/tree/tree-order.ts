// The order of the files of a tree: by the bytes of their paths. A tree that is not in it was not made by git, and what
// relies on the order would mix its files up.
import { AppError } from '@/lib/errors';

const SLASH = 0x2f;

export class TreeOrder {
  #last: Buffer | null = null;
  /** Files whose names others may still begin with. */
  #open: Buffer[] = [];

  /** Throws AppError (kind `corrupt`) for a file that is out of order, is there twice, or is below another file. */
  follow(path: Buffer): void {
    if (this.#last !== null && this.#last.compare(path) >= 0) throw damaged();
    while (this.#open.length > 0 && !startsWith(path, this.#open.at(-1))) this.#open.pop();
    if (this.#open.some((file) => path[file.length] === SLASH)) throw damaged();
    this.#open.push(path);
    this.#last = path;
  }
}

function startsWith(path: Buffer, start: Buffer | undefined): boolean {
  return (
    start !== undefined && path.length > start.length && path.compare(start, 0, start.length, 0, start.length) === 0
  );
}

function damaged(): AppError {
  return new AppError(
    'upstream',
    'A folder of this commit names something twice or out of order, as no git makes it. It is not delivered.',
    { kind: 'corrupt' },
  );
}
