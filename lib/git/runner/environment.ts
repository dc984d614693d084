// The whole environment that git gets: only PATH of our own, and only the configuration that is written here.
import path from 'node:path';
import { AppError } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import type { SshUse } from '@/lib/git/ssh/ssh-options';
import { proxyFor } from '@/lib/net/outbound';
import { authorizationHeader } from './authorization';
import { FRUGAL } from './memory';
import { IGNORED, TOLERATED } from './odd-objects';
import type { ValidatedRemote } from './remote-policy';
import { bracketed } from './remote-url';
import { sshCommand } from './ssh-command';

export type GitEnvironment = Record<string, string>;

const NOWHERE = '/nonexistent';
/** Newer git stops at 2,048 nested folders; we leave out files that lie too deep, one by one, instead. */
const MAX_TREE_DEPTH = '16384';

/** What git knows of the files that are checked out, beside the repository's own index, which there is none of. */
export const WORK_TREE_INDEX = 'freshet-index';

/** For commands that stay on this machine; no transport at all is allowed. */
export function localEnvironment(gitDir: string | null): GitEnvironment {
  return { ...base(gitDir), GIT_ALLOW_PROTOCOL: 'none', ...asEnvironment(localConfig(gitDir)) };
}

/** The same with files in `workTree`, which no link leads out of. */
export function workTreeEnvironment(gitDir: string, workTree: string): GitEnvironment {
  return {
    ...localEnvironment(gitDir),
    GIT_WORK_TREE: path.resolve(workTree),
    GIT_INDEX_FILE: path.resolve(gitDir, WORK_TREE_INDEX),
    ...asEnvironment([
      ...localConfig(gitDir),
      ['core.bare', 'false'],
      ['core.symlinks', 'false'],
      ['core.protectHFS', 'true'],
      ['core.protectNTFS', 'true'],
    ]),
  };
}

/** The configuration that it gets. */
export function localConfig(gitDir: string | null): [key: string, value: string][] {
  const config: [string, string][] = [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['log.showSignature', 'false'],
    ['core.maxTreeDepth', MAX_TREE_DEPTH],
    ...FRUGAL,
  ];
  if (gitDir) config.push(['safe.directory', path.resolve(gitDir)]);
  return config;
}

/**
 * For commands that talk to one remote: its protocol alone, its checked addresses, what it is signed in with, no
 * redirects. `caFile` holds the authorities to trust, if these are not the system's alone; `ssh` is what an ssh
 * connection is made with.
 */
export function remoteEnvironment(
  remote: ValidatedRemote,
  gitDir: string | null,
  {
    credential,
    caFile,
    ssh,
  }: { credential?: GitCredential | undefined; caFile?: string | undefined; ssh?: SshUse | undefined } = {},
): GitEnvironment {
  const proxy = proxyFor(remote.addresses, remote.policy);
  const config: [string, string][] = [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['core.askPass', ''],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['core.maxTreeDepth', MAX_TREE_DEPTH],
    ['credential.helper', ''],
    ['protocol.version', '2'],
    ['submodule.recurse', 'false'],
    ['fetch.recurseSubmodules', 'false'],
    ['fetch.uriProtocols', ''],
    // Even a small fetch comes as a pack, whose growth can be watched, and not as a file for each object.
    ['fetch.unpackLimit', '1'],
    ...FRUGAL,
    ['fetch.fsckObjects', 'true'],
    ['transfer.fsckObjects', 'true'],
    ['transfer.bundleURI', 'false'],
    ...TOLERATED.map((id): [string, string] => [`fetch.fsck.${id}`, 'warn']),
    ...IGNORED.map((id): [string, string] => [`fetch.fsck.${id}`, 'ignore']),
    ['http.followRedirects', 'false'],
    ['http.proxy', proxy ?? ''],
    // Sent with the first request: the proxy's question for it would look like an answer of the host.
    ['http.proxyAuthMethod', 'basic'],
    ['http.sslVerify', 'true'],
    ['http.emptyAuth', 'false'],
    ['http.delegation', 'none'],
    // A connection that carries nothing at all for this long is dead; the time limit is for the rest.
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', '90'],
  ];
  if (gitDir) config.push(['safe.directory', path.resolve(gitDir)]);
  const extra: GitEnvironment = { GIT_ALLOW_PROTOCOL: remote.protocol };
  if (remote.protocol === 'ssh') {
    if (credential && credential.kind !== 'ssh_key') {
      throw new AppError(
        'invalid',
        `A ${credential.kind} cannot be used with an ssh address, which asks for a key. Use https://, or another credential.`,
        { kind: 'auth' },
      );
    }
    if (!ssh) throw new AppError('internal', 'An ssh address was used without known hosts.', { kind: 'policy' });
    extra.GIT_SSH_COMMAND = sshCommand(remote, ssh);
    extra.GIT_SSH_VARIANT = 'ssh';
  } else {
    const addresses = remote.addresses.map(bracketed).join(',');
    config.push(['http.curloptResolve', '']);
    // A proxy is asked by name: there is nothing to pin here.
    if (proxy === undefined && !remote.addresses.includes(remote.host)) {
      config.push(['http.curloptResolve', `${remote.host}:${remote.port}:${addresses}`]);
    }
    if (caFile !== undefined) config.push(['http.sslCAInfo', caFile], ['http.proxySSLCAInfo', caFile]);
    if (credential) {
      config.push([`http.${new URL(remote.url).origin}/.extraHeader`, authorizationHeader(remote, credential)]);
    }
  }
  return { ...base(gitDir), ...extra, ...asEnvironment(config) };
}

function base(gitDir: string | null): GitEnvironment {
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: NOWHERE,
    XDG_CONFIG_HOME: NOWHERE,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    // An empty value switches asking off; without one git would use core.askPass and SSH_ASKPASS.
    GIT_ASKPASS: '',
    GIT_PAGER: 'cat',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS: 'true',
    GIT_DIR: gitDir ? path.resolve(gitDir) : NOWHERE,
  };
}

/** Configuration as git reads it from its environment. */
export function asEnvironment(config: [key: string, value: string][]): GitEnvironment {
  const env: GitEnvironment = { GIT_CONFIG_COUNT: String(config.length) };
  config.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return env;
}
