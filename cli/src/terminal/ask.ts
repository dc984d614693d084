// Questions on a terminal.
import { createInterface } from 'node:readline/promises';
import { CliError, EXIT } from '../errors';

/** Longer than any token or list that is piped in as an answer. */
const MAX_ANSWER = 4096;

export const canAsk = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/** Asks for a line; the default if none is typed. */
export async function ask(question: string, preset?: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Readline takes Ctrl-C as a key: it means here what it means everywhere.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const typed = (await lines.question(preset ? `${question} (${preset}): ` : `${question}: `)).trim();
    return typed || preset || '';
  } finally {
    lines.close();
  }
}

/** Asks for a line that nobody sees being typed. */
export async function askHidden(question: string): Promise<string> {
  const { stdin } = process;
  // Before the question, so that not even the first letters of an answer are seen.
  stdin.setRawMode(true);
  process.stderr.write(`${question}: `);
  stdin.resume();
  stdin.setEncoding('utf8');
  let typed = '';
  try {
    for await (const chunk of stdin.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      for (const key of chunk) {
        if (key === '\r' || key === '\n' || key === '\x04') return typed.trim();
        if (key === '\x03') process.kill(process.pid, 'SIGINT');
        else if (key === '\x7f' || key === '\b') typed = typed.slice(0, -1);
        else if (key >= ' ' && typed.length < MAX_ANSWER) typed += key;
      }
    }
    return typed.trim();
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    process.stderr.write('\n');
  }
}

/** All of standard input. Throws CliError above `max` bytes. */
export async function readStdin(max = MAX_ANSWER): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > max) throw new CliError(EXIT.usage, `Standard input holds more than ${max} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
