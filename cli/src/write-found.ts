// One file of a search's answer: under its name on a terminal, a line for each match in a pipe.
import { clean, cleanText } from './terminal/clean';
import { painter } from './terminal/colour';
import type { Output } from './terminal/pager';

export interface Found {
  kind: 'file' | 'directory' | 'repo';
  repo: string;
  path: string;
  matches: { line: number; text: string; ranges: number[][] }[];
  /** Other places that hold the same, the first of them; each by itself in a stream of all matches. */
  also_in?: { repo: string; path: string }[];
  also_in_count?: number;
}

/** False once nobody reads any more. */
export async function writeFound(output: Output, found: Found): Promise<boolean> {
  return await output.write(process.stdout.isTTY ? forPeople(found) : forPrograms(found));
}

/** `repo:path:line:text`, as grep prints it. A name cannot hold a newline here; the text is what the file has. */
function forPrograms({ kind, repo, path, matches }: Found): string {
  const name = kind === 'repo' ? clean(repo) : `${clean(repo)}:${clean(path)}`;
  if (matches.length === 0) return `${name}\n`;
  return matches.map(({ line, text }) => `${name}:${line}:${text.replace(/[\r\n]+/g, ' ')}\n`).join('');
}

function forPeople({ kind, repo, path, matches, also_in: copies = [], also_in_count: count = 0 }: Found): string {
  const paint = painter(process.stdout);
  const name = kind === 'repo' ? '' : ` ${paint('magenta', clean(path))}${kind === 'directory' ? '/' : ''}`;
  const widest = String(matches.at(-1)?.line ?? '').length;
  const lines = matches.map(({ line, text, ranges }) => {
    const number = paint('green', String(line).padStart(widest));
    return `  ${number}  ${marked(text, ranges, (part) => paint('red', paint('bold', part)))}\n`;
  });
  const [copy] = copies;
  const others = count > 1 ? ` and ${count - 1} more` : '';
  const also = copy ? `  ${paint('dim', `also in ${clean(copy.repo)} ${clean(copy.path)}${others}`)}\n` : '';
  return `${paint('cyan', clean(repo))}${name}\n${lines.join('')}${also}\n`;
}

/** The parts of the text that match, painted. Ranges that make no sense mark nothing. */
function marked(text: string, ranges: readonly number[][], paint: (part: string) => string): string {
  let at = 0;
  let line = '';
  for (const [start = 0, end = 0] of ranges) {
    if (!(start >= at && end > start)) continue;
    line += cleanText(text.slice(at, start)) + paint(cleanText(text.slice(start, end)));
    at = end;
  }
  return line + cleanText(text.slice(at));
}
