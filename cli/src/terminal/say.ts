// Lines to people and programs. Nothing that came from elsewhere reaches a terminal uncleaned by these.
import { clean, cleanJson } from './clean';
import { type Colour, painter } from './colour';
import { clearProgress } from './progress';

export type Part = string | { text: string; colour?: Colour };

/** A line of the answer. */
export function say(...parts: Part[]): void {
  clearProgress();
  process.stdout.write(`${painted(parts, process.stdout)}\n`);
}

/** A line beside the answer. */
export function note(...parts: Part[]): void {
  clearProgress();
  process.stderr.write(`${painted(parts, process.stderr)}\n`);
}

export function warn(text: string): void {
  note({ text: 'Warning: ', colour: 'yellow' }, text);
}

export function tellError(text: string): void {
  note({ text: 'freshet: ', colour: 'red' }, text);
}

/** The answer as JSON: indented on a terminal. */
export function sayJson(value: unknown): void {
  clearProgress();
  process.stdout.write(`${cleanJson(value, process.stdout.isTTY ? 2 : undefined)}\n`);
}

function painted(parts: readonly Part[], stream: NodeJS.WriteStream): string {
  const paint = painter(stream);
  return parts
    .map((part) => {
      if (typeof part === 'string') return clean(part);
      return part.colour ? paint(part.colour, clean(part.text)) : clean(part.text);
    })
    .join('');
}
