// The ssh that git starts, as one line of shell.
import { type SshUse, sshOptions } from '@/lib/git/ssh/ssh-options';
import type { ValidatedRemote } from './remote-policy';

/** ssh with the options that every ssh of ours has, and no other. */
export function sshCommand(remote: ValidatedRemote, use: SshUse): string {
  const options = sshOptions(remote, use, remote.sshDir);
  return ['ssh', '-F', '/dev/null', ...options.flatMap((option) => ['-o', option])].map(quoteShell).join(' ');
}

function quoteShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
