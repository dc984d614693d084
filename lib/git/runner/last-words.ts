// What git said last, fit to be kept and shown: no progress, no escape sequence, no secret, and not much of it.
import { stripVTControlCharacters } from 'node:util';
import { redact } from '@/lib/log';

const MOST_LINES = 30;
const MOST_CHARACTERS = 2000;
const LINE_LENGTH = 500;
/** Counts that git writes over and over; they end in a return. */
const PROGRESS = /^(?:remote: )?[A-Z][a-z]+ing [a-z ]+: +\d+(?:% \(|[,. ]|$)|^(?:remote: )?Total \d+ \(delta/;
/** Invisible, or turning the direction of what stands beside it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
/** What looks like a token of one of the large hosts, whoever wrote it there. */
const TOKENS =
  /\b(?:gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w.-]{16,}|ATBB[A-Za-z0-9]{16,}|ATCTT3[\w=-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)/g;
/** Names that stand before a secret in addresses and headers. */
const NAMED =
  /\b((?:(?:access|private|job|deploy|auth|refresh|id|x-auth|x-gitlab)[-_]?)?(?:token|password|passwd|secret|api[-_]?key|signature|sig|cookie|authorization)["']?\s{0,3}[=:]\s{0,3})(?:(?:basic|bearer|token)\s+)?[^\s&"'<>]+/gi;

/** The last lines of `stderr` as plain text, or null if it says nothing. `secrets` are taken out wherever they stand. */
export function lastWords(stderr: string, secrets: readonly string[] = []): string | null {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => plain(line, secrets))
    .filter((line) => line !== '' && !PROGRESS.test(line))
    .map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line));
  const last = lines.filter((line, i) => line !== lines[i - 1]).slice(-MOST_LINES);
  while (last.length > 1 && last.join('\n').length > MOST_CHARACTERS) last.shift();
  return last.length === 0 ? null : last.join('\n').replace(/\p{Cs}/gu, '');
}

/** Secrets last: what is invisible could stand in the middle of one. */
function plain(line: string, secrets: readonly string[]): string {
  const seen = stripVTControlCharacters(line).replace(/\t/g, ' ').replace(UNSEEN, '').trimEnd();
  const open = secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), seen);
  return redact(open).replace(NAMED, '$1[redacted]').replace(TOKENS, '[redacted]');
}
