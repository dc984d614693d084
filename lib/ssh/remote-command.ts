// A script for a host, whatever shell its account has: the one line that this shell reads is the same for every script, and
// has nothing in it that means something else to any of them. The script comes by stdin.
import { randomBytes } from 'node:crypto';
import { AppError } from '@/lib/errors';

export interface RemoteCommand {
  /** For the login shell there. */
  line: string;
  /** Sent ahead of what the script reads. */
  head: Buffer;
  /** What the script wrote and how it ended; null if it did not run to its end. */
  read(stdout: Buffer): RemoteAnswer | null;
  /** What the script said, without what was said before it. */
  said(stderr: string): string;
  /** True once the script has begun. */
  hasBegun(stdout: Buffer): boolean;
}

export interface RemoteAnswer {
  stdout: Buffer;
  exitCode: number;
  /** What was printed before and after it, which is not from it. */
  noise: Buffer;
}

const MOST_BYTES = 4 * 1024 * 1024;

/** Throws AppError `invalid` for a NUL and for megabytes. */
export function remoteCommand(script: string, args: readonly string[]): RemoteCommand {
  const mark = randomBytes(16).toString('hex');
  const begin = `\n${mark}<\n`;
  const head = Buffer.from(
    [
      ['set', '--', ...args.map(quote)].join(' '),
      `printf '\\n%s<\\n' ${mark}`,
      `printf '\\n%s<\\n' ${mark} >&2`,
      '(',
      script,
      ')',
      `printf '\\n%s:%d>\\n' ${mark} "$?"`,
      '',
    ].join('\n'),
  );
  if (head.includes(0))
    throw new AppError('invalid', 'A path or name for the host has a NUL in it.', { kind: 'policy' });
  if (head.length > MOST_BYTES) {
    throw new AppError('limit', 'There is too much to tell the host at once.', { kind: 'too_large' });
  }
  return {
    // Without `exec`, which restricted shells refuse. dd reads these bytes and not one more, so the rest is for the script.
    line: `sh -c 'eval "$(dd bs=1 count=${head.length} 2>/dev/null)"'`,
    head,
    hasBegun: (stdout) => stdout.includes(begin),
    said: (stderr) => stderr.slice(stderr.includes(begin) ? stderr.lastIndexOf(begin) + begin.length : 0),
    read(stdout) {
      const start = stdout.indexOf(begin);
      const end = stdout.lastIndexOf(`\n${mark}:`);
      if (start < 0 || end < start) return null;
      const tail = /^\n[0-9a-f]{32}:(\d{1,3})>\n/.exec(stdout.subarray(end, end + 48).toString('latin1'));
      if (tail === null) return null;
      return {
        stdout: stdout.subarray(start + begin.length, Math.max(end, start + begin.length)),
        exitCode: Number(tail[1]),
        noise: Buffer.concat([stdout.subarray(0, start), stdout.subarray(end + tail[0].length)]),
      };
    },
  };
}

/** One word of sh. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
