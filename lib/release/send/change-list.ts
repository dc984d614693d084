// What a copy of the live tree differs in from the tree that is to be there, as names for rsync's --files-from.
import { foldersOf } from '@/lib/git/folders-of';
import type { Item } from './item-lines';
import { ItemLines } from './item-lines';

/** Memory that names may take; a tree that changed so much is sent as a whole. */
const MOST_BYTES = 16 * 1024 * 1024;
const SLASH = 0x2f;

export class ChangeList {
  readonly #lines = new ItemLines((item) => this.#take(item));
  /** Keys are a byte a character. */
  readonly #changed = new Set<string>();
  readonly #files = new Set<string>();
  readonly #going: string[] = [];
  readonly #goingFolders = new Set<string>();
  #bytes = 0;
  #fits = true;

  /** Throws AppError as `ItemLines` does. */
  read(chunk: Buffer): void {
    this.#lines.read(chunk);
  }

  /**
   * Names, each with a NUL behind it: what has to come, and what has to go; empty if nothing differs. Null if a list cannot
   * say it: too much differs, or something that links share and that is never made anew.
   */
  end(): Buffer | null {
    this.#lines.end();
    if (!this.#fits) return null;
    // What is below a folder that goes, or in the place of which a file comes, goes with it.
    const going = this.#going.filter(
      (name) =>
        !this.#changed.has(name) &&
        !foldersOf(name).some((folder) => this.#goingFolders.has(folder) || this.#files.has(folder)),
    );
    // Behind "./" nothing is taken for a comment.
    const names = [...this.#changed, ...going].map((name) => `./${name}\0`);
    return Buffer.from(names.join(''), 'latin1');
  }

  #take({ item, name }: Item): void {
    const isFolder = name.at(-1) === SLASH;
    // Without its slash: with it, rsync would take everything in the folder as well.
    const key = name.toString('latin1', 0, name.length - (isFolder ? 1 : 0));
    this.#bytes += key.length;
    // The root cannot be named by itself, and a link that only has another owner is changed where it is.
    if (this.#bytes > MOST_BYTES || key === '' || key === '.' || item.startsWith('.L')) this.#fits = false;
    if (!this.#fits) return;
    if (item === '*deleting') {
      this.#going.push(key);
      if (isFolder) this.#goingFolders.add(key);
    } else {
      this.#changed.add(key);
      if (!isFolder) this.#files.add(key);
    }
  }
}
