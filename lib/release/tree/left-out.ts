// Names of a tree that are not staged, and why.
const MOST_NAMED = 100;
const LONGEST = 300;

export class LeftOut {
  count = 0;
  readonly named: string[] = [];

  /** `path` as `escapePath` writes it. */
  add(path: string, why: string): void {
    this.count += 1;
    if (this.named.length < MOST_NAMED) this.named.push(`${path.slice(0, LONGEST)} (${why})`);
  }
}
