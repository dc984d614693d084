// Reads rsync's --itemize-changes: one line a file, `<f.st...... name`, or `*deleting   name`.
import { escapePath } from '@/lib/git/escape-path';
import type { Comparison, FileDifference } from '@/lib/release/spec';
import { type Item, ItemLines } from './item-lines';

const MOST_NAMED = 100;
const MOST_REMEMBERED = 1000;

export class ItemizedChanges {
  readonly #lines = new ItemLines((item) => this.#take(item));
  #count = 0;
  readonly #files: Comparison['files'] = [];
  /** What has to go, the first of it. */
  readonly #going: string[] = [];

  /** `countsExtra`: files beyond the tree are differences, and not only those that are in the way of others. */
  constructor(private readonly countsExtra: boolean) {}

  /** Throws AppError for a line without end, which stops whoever says it. */
  read(chunk: Buffer): void {
    this.#lines.read(chunk);
  }

  end(): Comparison {
    this.#lines.end();
    return { count: this.#count, files: this.#files };
  }

  #take({ item, name: raw }: Item): void {
    const how = differenceOf(item);
    // A folder that is missing counts for the files in it.
    if (how === null || (how === 'missing' && item[1] === 'd')) return;
    // A link's line goes on with where it leads.
    const name = item[1] === 'L' ? raw.subarray(0, raw.includes(' -> ') ? raw.indexOf(' -> ') : undefined) : raw;
    const path = escapePath(name.at(-1) === 0x2f ? name.subarray(0, -1) : name) || '.';
    if (how === 'extra' && this.#going.length < MOST_REMEMBERED) this.#going.push(path);
    if (how === 'extra' && !this.countsExtra) return;
    const other =
      how === 'missing' ? this.#files.find((file) => file.path === path && file.how === 'extra') : undefined;
    // A file in the place of a folder, or the other way round: it goes, and comes.
    if (other) {
      other.how = 'type';
      return;
    }
    const isType = how === 'missing' && this.#going.some((name) => name === path || name.startsWith(`${path}/`));
    this.#count += 1;
    if (this.#files.length < MOST_NAMED) this.#files.push({ path, how: isType ? 'type' : how });
  }
}

/** Null for what is as it should be: times alone say nothing. */
function differenceOf(item: string): FileDifference | null {
  if (item === '*deleting') return 'extra';
  const attributes = item.slice(2);
  if (attributes.startsWith('+')) return 'missing';
  if (item[0] === 'c' || /[cs]/.test(attributes.slice(0, 2))) return 'changed';
  return /[pog]/.test(attributes) ? 'mode' : null;
}
