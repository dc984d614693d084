// By which key a host is known when we talk to it: pinned at first contact, and refused with another one.
import { mkdtemp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { absent } from '@/lib/files/plain-file';
import { type HostKeys, keysIn } from '@/lib/git/ssh/host-keys';
import { KEY_REFUSED, refusedKey } from '@/lib/git/ssh/refused-key';
import type { SshSession } from '@/lib/git/ssh/session';
import { type SshPeer, sshHost } from '@/lib/git/ssh/ssh-options';
import { nameOf } from './host-place';
import { runSsh } from './run-ssh';
import { writeConfig } from './ssh-config';

const LOOK_MS = 45_000;

export interface KnownHost {
  peer: SshPeer & { userName: string };
  store: HostKeys;
  ssh: string;
  folder: string;
  signal: AbortSignal | undefined;
}

/**
 * Pins a host that was not known to the key that it showed just now. Throws AppError (kind `policy`) if somebody else met it
 * at the same time and was shown another one.
 */
export async function pinHost({ peer, store }: KnownHost, session: SshSession): Promise<void> {
  if (session.isKnown) return;
  await session.pin();
  const host = sshHost(peer);
  const [shown] = keysIn((await readFile(session.knownHosts, 'utf8').catch(absent)) ?? '', host);
  if (shown === undefined) return;
  const refused = await refusedKey(store, { host, name: nameOf(peer), shown });
  if (refused !== null) throw refused;
}

/** The error for people if `error` is ssh's refusal of a host's key, after having looked which it shows; else `error`. */
export async function explainKey(host: KnownHost, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.kind !== 'policy' || !KEY_REFUSED.test(error.details ?? '')) return error;
  const shown = await shownKey(host);
  // Gone again, or accepted meanwhile: another attempt will tell.
  if (shown === null) return error;
  const about = { host: sshHost(host.peer), name: nameOf(host.peer), shown };
  return (await refusedKey(host.store, about, { cause: error, details: error.details })) ?? error;
}

/** Connects without signing in; null if it cannot be found out. */
async function shownKey({ peer, ssh, folder, signal }: KnownHost): Promise<string | null> {
  const own = await mkdtemp(path.join(folder, 'look-'));
  const lookInto = path.join(own, 'known_hosts');
  const setup = await writeConfig(peer, { lookInto }, { ssh, folder: own, name: 'config', connectSeconds: 30 });
  const tooMuch = () => new AppError('limit', 'The host says too much.', { kind: 'too_large' });
  await runSsh(setup, {
    line: 'exit',
    input: [],
    timeoutMs: LOOK_MS,
    maxBytes: 64 * 1024,
    signal,
    what: `Looking at the host key of ${nameOf(peer)}`,
    onTooMuch: tooMuch,
  }).catch(() => {});
  const [key] = keysIn((await readFile(lookInto, 'utf8').catch(absent)) ?? '', sshHost(peer));
  return key ?? null;
}
