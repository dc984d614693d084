// git that talks to a remote: an address that was checked, and what it signs in with.

import type { GitCredential } from '@/lib/git/credential';
import { guardMirror } from '@/lib/git/mirror-dir';
import { openSession } from '@/lib/git/ssh/session';
import { sshHost } from '@/lib/git/ssh/ssh-options';
import { authoritiesFile } from '@/lib/net/authorities';
import type { ProcessGroup } from '@/lib/process/process-group';
import { authorizationHeader } from './authorization';
import { remoteEnvironment } from './environment';
import {
  argvOf,
  begin,
  type GitCommand,
  MAX_BOUNDED_BYTES,
  outputOf,
  outputUpTo,
  STOPPED_BY_READER,
} from './git-process';
import { checkVersion } from './git-version';
import { HttpAnswers, notGit, TRACE } from './http-answers';
import type { OddObjects } from './odd-objects';
import { assertValidated, type ValidatedRemote } from './remote-policy';

type RemoteVerb = 'ls-remote' | 'clone' | 'fetch' | 'push';

export interface RemoteRunOptions {
  /** What it signs in with. */
  credential?: GitCredential | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  onStderr?: (text: string) => void;
  /** Counts what git's safety check tolerates, and takes it out of what git says. */
  odd?: OddObjects | undefined;
  /** Told, once git has ended in whatever way, whether it spoke its own protocol with the server. */
  onEnd?: (isProven: boolean) => void;
  /** Signs in nowhere: the key that an ssh host shows is written into this known_hosts file. */
  lookInto?: string;
  /** The mirror it works in; null for none. */
  gitDir: string | null;
}

/**
 * Runs a command that talks to a remote and returns its stdout. The address always comes from a ValidatedRemote.
 * Throws AppError, kind `not_found` if what answered did not speak git's protocol; the whole process group is ended
 * on abort, on the time limit and on too much output.
 */
export async function runRemoteGit(
  remote: ValidatedRemote,
  command: GitCommand<RemoteVerb>,
  options: RemoteRunOptions,
): Promise<Buffer> {
  const { group, done } = await beginRemote(remote, command, options);
  return await outputUpTo(MAX_BOUNDED_BYTES, group, done);
}

/** The same for a command whose output is read as it comes, chunk by chunk. A reader that stops early ends git. */
export async function* streamRemoteGit(
  remote: ValidatedRemote,
  command: GitCommand<'ls-remote' | 'push'>,
  options: RemoteRunOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { group, done } = await beginRemote(remote, command, options);
  const { stdin, stdout } = group;
  yield* outputOf({ stdin, stdout, done, stop: (reason = STOPPED_BY_READER) => group.stop(reason) });
}

async function beginRemote(
  remote: ValidatedRemote,
  command: GitCommand<RemoteVerb>,
  options: RemoteRunOptions,
): Promise<{ group: ProcessGroup; done: Promise<void> }> {
  assertValidated(remote);
  await Promise.all([checkVersion(), options.gitDir ? guardMirror(options.gitDir) : undefined]);
  const about = {
    verb: command.verb,
    host: remote.host,
    given: options.credential?.kind ?? null,
    timeoutMs: options.timeoutMs,
    secrets: secretsOf(remote, options.credential),
  };
  const argv = argvOf({ ...command, operands: [remote.url, ...(command.operands ?? [])] });
  const { credential } = options;
  const caFile = await caFileOf(remote);
  const session = remote.protocol === 'ssh' && !options.lookInto ? await sessionFor(remote, credential) : null;
  const ssh = options.lookInto === undefined ? session : { lookInto: options.lookInto };
  const strange = new AbortController();
  const answers =
    remote.protocol === 'ssh'
      ? undefined
      : new HttpAnswers(
          (answer) => strange.abort(notGit(remote.host, answer)),
          command.verb === 'push' ? 'git-receive-pack' : 'git-upload-pack',
        );
  const keepStderr = (text: string) => {
    const said = answers?.read(text) ?? text;
    return options.odd?.read(said) ?? said;
  };
  const reportEnd = async () => {
    options.onEnd?.(answers?.isGit ?? true);
    await session?.close();
  };
  try {
    const env = remoteEnvironment(remote, options.gitDir, { credential, caFile, ssh: ssh ?? undefined });
    const { group, done } = await begin(
      argv,
      { ...about, answers },
      {
        env: answers ? { ...env, ...TRACE } : env,
        signal: options.signal ? AbortSignal.any([options.signal, strange.signal]) : strange.signal,
        onStderr: options.onStderr,
        keepStderr,
      },
    );
    group.stdin.end();
    const proven = done.then(() => {
      if (answers && !answers.isGit) throw notGit(remote.host, answers.refused);
    });
    const ended = proven.finally(reportEnd);
    ended.catch(() => {});
    return { group, done: ended };
  } catch (error) {
    await reportEnd();
    throw error;
  }
}

/** A key is good for its own credential; without one, the server's own is used. */
async function sessionFor(remote: ValidatedRemote, credential: GitCredential | undefined) {
  return await openSession({
    host: sshHost(remote),
    folder: remote.sshDir ?? '',
    hostKeys: remote.policy.hostKeys,
    privateKey: credential?.kind === 'ssh_key' ? credential.privateKey : undefined,
  });
}

/** A token or password, and that of the proxy, in the forms in which a host could echo them. */
function secretsOf(remote: ValidatedRemote, credential: GitCredential | undefined): string[] {
  if (credential?.kind === 'ssh_key') return [];
  const { proxy } = remote.policy;
  const password = proxy === undefined ? '' : new URL(proxy).password;
  const own =
    credential === undefined
      ? []
      : credential.kind === 'password'
        ? [credential.password]
        : [credential.token, ...credential.token.split(':')];
  const header =
    credential && remote.protocol !== 'ssh' ? (authorizationHeader(remote, credential).split(' ').at(-1) ?? '') : '';
  const parts = [...own, ...(password ? [decodeURIComponent(password)] : [])];
  return [header, ...parts.flatMap((part) => [part, encodeURIComponent(part)])].filter((part) => part.length > 3);
}

async function caFileOf({ policy: { authorities, dataDir } }: ValidatedRemote): Promise<string | undefined> {
  return authorities === undefined || dataDir === undefined ? undefined : await authoritiesFile(dataDir, authorities);
}
