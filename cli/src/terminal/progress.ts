// One line on a terminal that says how far something is; nothing at all in a pipe.
import { clean } from './clean';

let isShown = false;
let lastAt = 0;

/** Whether anybody sees it: only if what is printed goes to a terminal as well. */
export const showsProgress = (): boolean => Boolean(process.stderr.isTTY && process.stdout.isTTY);

/** Replaces the line; at most ten times a second, unless it is the first. */
export function showProgress(text: string): void {
  if (!showsProgress()) return;
  const now = Date.now();
  if (isShown && now - lastAt < 100) return;
  lastAt = now;
  isShown = true;
  const columns = process.stderr.columns || 80;
  process.stderr.write(`\r\x1b[2K${clean(text).slice(0, columns - 1)}`);
}

/** Takes the line away, so that what is printed next stands at its place. */
export function clearProgress(): void {
  if (!isShown) return;
  isShown = false;
  process.stderr.write('\r\x1b[2K');
}
