// A host that shows another key than it is known by: what it shows is kept for somebody to look at, and nothing is sent.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { absent } from '@/lib/files/plain-file';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { runRemoteGit } from '@/lib/git/runner/run';
import { sshHost } from '@/lib/git/runner/ssh-command';
import { keysIn } from '@/lib/git/ssh/host-keys';
import { fingerprintOf } from '@/lib/git/ssh/ssh-key';

const REFUSED = /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No \S+ host key is known for/i;
const LOOK_MS = 45_000;

/** The error for people if `error` is ssh's refusal of a host's key, after having looked which it shows; else `error`. */
export async function explainHostKey(remote: ValidatedRemote, error: unknown): Promise<unknown> {
  const { hostKeys } = remote.policy;
  const isRefusal = error instanceof AppError && REFUSED.test(error.details ?? '');
  if (!isRefusal || remote.protocol !== 'ssh' || hostKeys === undefined) return error;
  const host = sshHost(remote);
  const [shown, known] = await Promise.all([shownKey(remote, host), hostKeys.known(host)]);
  // Accepted meanwhile, or gone again: another attempt will tell.
  if (shown === null || known.includes(shown)) return error;
  await hostKeys.refuse(host, shown);
  const by = known.map(named).join(' or ');
  return new AppError(
    'upstream',
    `${remote.host} shows another ssh host key than the one it is known by, so nothing was sent or fetched. It shows ${named(shown)}, and is known by ${by}. ` +
      'If the host was really changed, an administrator of this server accepts its new key under Settings, ssh hosts.',
    { kind: 'policy', cause: error, ...(error.details === undefined ? {} : { details: error.details }) },
  );
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

function named(key: string): string {
  const [type = '', blob = ''] = key.split(' ');
  return `${fingerprintOf(blob)} (${type})`;
}
