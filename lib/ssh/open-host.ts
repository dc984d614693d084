// Opens a host that files are delivered to: one connection for all commands, and everything a command needs around it.
import path from 'node:path';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { stoppedError } from '@/lib/git/runner/run-errors';
import { openSession, type SshSession } from '@/lib/git/ssh/session';
import { sshHost } from '@/lib/git/ssh/ssh-options';
import { fetchPolicy } from '@/lib/host-keys/fetch-policy';
import { checkHost } from '@/lib/net/check-host';
import { decryptToken, loadSecret } from '@/lib/secrets';
import { rsyncError } from './host-errors';
import { type HostPlace, nameOf, readPlace } from './host-place';
import { explainKey, type KnownHost, pinHost } from './known-host';
import { startMaster } from './master';
import { requireProgram } from './programs';
import { type HostAnswer, type RunOnHost, runOnHost } from './run-on-host';
import { endOf } from './run-ssh';
import { ALIAS, type SshSetup, writeConfig } from './ssh-config';

export interface HostConnection {
  /**
   * For rsync's -e: one string, quoted as rsync splits it. It signs in as `alias` by a configuration file that holds the
   * pinned address, user, port, known hosts and agent; nothing a person typed is among its arguments.
   */
  readonly rsh: string;
  /** The host's name in that configuration, for rsync: `${alias}:path`. */
  readonly alias: typeof ALIAS;
  /** As people know it: `web1.example.com`, or `web1.example.com:2222`. */
  readonly name: string;
  /**
   * Runs a POSIX sh script on the host with positional arguments ($1 …; anything but NUL), whatever login shell is there.
   * What that shell prints by itself is not part of the answer but its `noise`. Any exit code is an answer (`commandError`
   * makes an error of one). Throws AppError if the script did not run to its end: kinds `auth`, `network`, `timeout`,
   * `policy`, `too_large`, `internal`; the cause is a HostCommandError where something there could not be run.
   */
  run(script: string, args: readonly string[], options?: RunOnHost): Promise<HostAnswer>;
  /** The error for an rsync over `rsh` that failed, by what it and its ssh said. */
  rsyncError(exit: { exitCode: number | null; stderr: string }): Promise<AppError>;
  /** Ends the shared connection and every command over it, and removes its files. Never throws, and may be called twice. */
  close(): Promise<void>;
}

const SIGN_IN_MS = 30_000;

/**
 * Signs in at a host. `timeoutMs`: how long that may take, 30 s if it is not said; `signal` ends the connection also once it
 * is open. Throws AppError: `invalid` (kind `policy`) for an address that is refused, kind `policy` for a host key that it is
 * not known by, `auth` if the key is refused there, `network` and `timeout`, `internal` if ssh is missing here.
 */
export async function openHost(
  ctx: Pick<Context, 'db' | 'env'>,
  target: HostPlace & { keyCiphertext: Buffer },
  options: { signal?: AbortSignal | undefined; timeoutMs?: number } = {},
): Promise<HostConnection> {
  const place = readPlace(target);
  const ssh = await requireProgram('ssh');
  const policy = fetchPolicy(ctx);
  const { addresses } = await checkHost(place, policy);
  const { hostKeys: store } = policy;
  if (store === undefined) throw new Error('There is no store of host keys.');
  const session = await openSession({
    host: sshHost(place),
    folder: path.join(ctx.env.dataDir, 'ssh'),
    hostKeys: store,
    privateKey: decryptToken(target.keyCiphertext, loadSecret(ctx.env)),
  });
  const ending = new AbortController();
  const folders: string[] = [];
  const close = async () => {
    ending.abort(new AppError('internal', `The connection to ${nameOf(place)} was closed.`, { kind: 'internal' }));
    await session.close().catch(() => {});
    await Promise.all(folders.splice(0).map(tidyAway));
  };
  const onAbort = () => {
    ending.abort(options.signal?.reason);
    void close();
  };
  try {
    const folder = await makeTemporaryFolder();
    folders.push(folder);
    options.signal?.throwIfAborted();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const peer = { ...place, address: addresses[0] ?? '' };
    const known: KnownHost = { peer, store, ssh, folder, signal: ending.signal };
    const timeoutMs = options.timeoutMs ?? SIGN_IN_MS;
    const setup = await signIn(known, session, timeoutMs);
    return connectionOver(setup, {
      name: nameOf(place),
      signal: ending.signal,
      close: async () => {
        options.signal?.removeEventListener('abort', onAbort);
        await close();
      },
    });
  } catch (error) {
    options.signal?.removeEventListener('abort', onAbort);
    await close();
    if (error instanceof AppError || !options.signal?.aborted) throw error;
    throw stoppedError(options.signal.reason, `Signing in at ${nameOf(place)}`, options.timeoutMs ?? SIGN_IN_MS);
  }
}

async function signIn(known: KnownHost, session: SshSession, timeoutMs: number): Promise<SshSetup> {
  const { peer, ssh, folder } = known;
  const signal = known.signal ?? new AbortController().signal;
  const connectSeconds = Math.max(1, Math.ceil(timeoutMs / 1000));
  const setup = await writeConfig(peer, session, { ssh, folder, name: 'config', connectSeconds });
  const name = nameOf(peer);
  try {
    if (setup.socket !== null) await startMaster({ ...setup, socket: setup.socket }, { name, signal, timeoutMs });
    else await runOnHost(setup, name, ':', [], { signal, timeoutMs });
  } catch (error) {
    // A host is known from the first contact on, also if it lets nobody in.
    await pinHost(known, session);
    throw await explainKey(known, error);
  }
  await pinHost(known, session);
  return setup;
}

function connectionOver(
  setup: SshSetup,
  { name, signal, close }: { name: string; signal: AbortSignal; close: () => Promise<void> },
): HostConnection {
  const rsyncLog = path.join(setup.folder, 'rsync-log');
  const rsh = [setup.ssh, '-F', setup.config, '-E', rsyncLog].map(quoteForRsync).join(' ');
  return {
    rsh,
    alias: ALIAS,
    name,
    run: (script, args, options = {}) =>
      runOnHost(setup, name, script, args, {
        ...options,
        signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
      }),
    rsyncError: async (exit) => rsyncError(name, { ...exit, log: await endOf(rsyncLog).catch(() => '') }),
    close,
  };
}

/** rsync splits at spaces, knows both kinds of quotes, and takes two of one within it for one that is meant. */
function quoteForRsync(word: string): string {
  return /^[A-Za-z0-9/._-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`;
}
