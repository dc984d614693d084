// Colours, where somebody looks at them (https://no-color.org, and FORCE_COLOR as Node reads it).
import type { Writable } from 'node:stream';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export type Colour = keyof typeof CODES;
export type Paint = (colour: Colour, text: string) => string;

/** Whether what is written there should have colours. */
export function wantsColours(stream: Writable & { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env.NO_COLOR) return false;
  return Boolean(stream.isTTY) && env.TERM !== 'dumb';
}

/** Paints for one stream: without colours it leaves text as it is. */
export function painter(stream: Writable & { isTTY?: boolean }): Paint {
  if (!wantsColours(stream)) return (_, text) => text;
  return (colour, text) => (text === '' ? '' : `\x1b[${CODES[colour]}m${text}\x1b[0m`);
}
