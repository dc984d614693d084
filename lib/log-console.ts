// Makes what libraries write to the console, Next's own errors above all, lines of the log like all others.
import { format, stripVTControlCharacters } from 'node:util';
import { log, redact } from './log';

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug', trace: 'debug' } as const;
/** A stranger's request may be within. */
const MAX_LENGTH = 2000;

/** From then on the console of this process, and Node's warnings, write JSON without secrets. */
export function logConsole(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...parts: unknown[]) => {
      const { fields, text } = lineOf(parts);
      log[level](fields, text);
    };
  }
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, 'a warning of Node'));
}

/** The error among what was written, with the digest that its page shows, and the rest as text. */
function lineOf(parts: unknown[]): { fields: { err?: Error; digest?: string }; text: string } {
  const err = parts.find((part) => part instanceof Error);
  const digest = err && 'digest' in err && typeof err.digest === 'string' ? err.digest : undefined;
  const words = stripVTControlCharacters(format(...parts.filter((part) => part !== err))).trim();
  return {
    fields: { ...(err ? { err } : {}), ...(digest ? { digest } : {}) },
    text: redact(words).slice(0, MAX_LENGTH) || 'something was written to the console',
  };
}
