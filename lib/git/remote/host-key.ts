// A host that shows another key than it is known by: what it shows is kept for somebody to look at, and nothing is sent.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { absent } from '@/lib/files/plain-file';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { runRemoteGit } from '@/lib/git/runner/run-remote';
import { keysIn } from '@/lib/git/ssh/host-keys';
import { KEY_REFUSED, refusedKey } from '@/lib/git/ssh/refused-key';
import { sshHost } from '@/lib/git/ssh/ssh-options';

const LOOK_MS = 45_000;

/** The error for people if `error` is ssh's refusal of a host's key, after having looked which it shows; else `error`. */
export async function explainHostKey(remote: ValidatedRemote, error: unknown): Promise<unknown> {
  const { hostKeys } = remote.policy;
  const isRefusal = error instanceof AppError && KEY_REFUSED.test(error.details ?? '');
  if (!isRefusal || remote.protocol !== 'ssh' || hostKeys === undefined) return error;
  const host = sshHost(remote);
  const shown = await shownKey(remote, host);
  // Gone again, or accepted meanwhile: another attempt will tell.
  if (shown === null) return error;
  const about = { host, name: remote.host, shown };
  return (await refusedKey(hostKeys, about, { cause: error, details: error.details })) ?? error;
}

/** Connects without signing in; null if it cannot be found out. */
async function shownKey(remote: ValidatedRemote, host: string): Promise<string | null> {
  const folder = await makeTemporaryFolder();
  const into = path.join(folder, 'known_hosts');
  try {
    await runRemoteGit(
      remote,
      { verb: 'ls-remote', flags: ['--quiet'] },
      { gitDir: null, timeoutMs: LOOK_MS, lookInto: into },
    ).catch(() => {});
    const [key] = keysIn((await readFile(into, 'utf8').catch(absent)) ?? '', host);
    return key ?? null;
  } finally {
    await tidyAway(folder);
  }
}
