// Turns an address into a ValidatedRemote, the only thing git is ever pointed at, or says why not.
import { lookup } from 'node:dns/promises';
import { isIP, isIPv4 } from 'node:net';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { parseAllowedHosts, specialAddress } from '@/lib/net/address-rules';
import { parseRemoteUrl } from './remote-url';

export { normaliseRemoteUrl } from './remote-url';

export interface RemotePolicy {
  /** Hosts, host:port, addresses or CIDR ranges that may be special; see FRESHET_ALLOWED_HOSTS. */
  allowedHosts: readonly string[];
  /** Resolves a name to all its addresses; the system's resolver by default. */
  resolve?: (host: string) => Promise<string[]>;
  /** Where ssh keeps its known hosts and its key (`<dataDir>/ssh`); without it ssh addresses are refused. */
  dataDir?: string;
  /** Certificates that are trusted beside the system's (PEM); git needs `dataDir` for them. */
  authorities?: string | undefined;
  /** The way to hosts with public addresses. May hold a password. */
  proxy?: string | undefined;
}

declare const validated: unique symbol;

/** An address that passed the policy, with the network addresses that were checked. Made by `validateRemote` alone. */
export interface ValidatedRemote {
  readonly [validated]: true;
  readonly url: string;
  readonly protocol: 'https' | 'http' | 'ssh';
  readonly host: string;
  readonly port: number;
  /** The checked address that git is made to use. */
  readonly address: string;
  /** All checked addresses, the pinned one first. */
  readonly addresses: readonly string[];
  /** True where an operator's list names this host: only then may a token travel over plain http. */
  readonly isListed: boolean;
  /** Folder for ssh's known hosts and key; null for http and https. */
  readonly sshDir: string | null;
  /** What it was validated under, for a redirect on the same host. */
  readonly policy: RemotePolicy;
}

const issued = new WeakSet<object>();
const MAX_ADDRESSES = 8;
const RESOLVE_MS = 15_000;

/** The policy that an environment asks for. */
export function remotePolicy(env: Pick<Env, 'allowedHosts' | 'dataDir' | 'authorities' | 'proxy'>): RemotePolicy {
  const { allowedHosts, dataDir, authorities, proxy } = env;
  return { allowedHosts, dataDir, authorities, proxy };
}

/**
 * Checks syntax, resolves the host and checks every address it has.
 * Throws AppError `invalid` (kind `policy`) where the address is refused, `upstream` (kind `network`, retryable)
 * where the host cannot be resolved.
 */
export async function validateRemote(url: string, policy: RemotePolicy): Promise<ValidatedRemote> {
  const parsed = parseRemoteUrl(url);
  const { addresses, isListed } = await checkHost(parsed, policy);
  if (parsed.protocol === 'ssh' && !policy.dataDir) {
    throw new AppError('invalid', 'ssh addresses need a data folder for known hosts. Use an https:// address.', {
      kind: 'policy',
    });
  }
  const [address = ''] = addresses;
  const remote = Object.freeze({
    ...parsed,
    address,
    addresses: Object.freeze(addresses),
    isListed,
    sshDir: parsed.protocol === 'ssh' && policy.dataDir ? `${policy.dataDir}/ssh` : null,
    policy,
  }) as unknown as ValidatedRemote;
  issued.add(remote);
  return remote;
}

/**
 * Resolves a host and checks every address it has, IPv4 first; `host` is lower-case, IPv6 without brackets.
 * Throws as `validateRemote` does.
 */
export async function checkHost(
  { host, port }: { host: string; port: number },
  policy: Pick<RemotePolicy, 'allowedHosts' | 'resolve'>,
): Promise<{ addresses: string[]; isListed: boolean }> {
  const allowed = parseAllowedHosts(policy.allowedHosts);
  const addresses = await addressesOf(host, policy.resolve ?? systemResolve);
  let isListed = true;
  for (const address of addresses) {
    if (allowed.allows(host, port, address)) continue;
    isListed = false;
    const special = specialAddress(address);
    if (special) refuseAddress(host, address, special);
  }
  return { addresses, isListed };
}

/** Throws where a remote did not come out of `validateRemote`. */
export function assertValidated(remote: ValidatedRemote): void {
  if (issued.has(remote)) return;
  throw new AppError('internal', 'A repository address was used without having been checked.', { kind: 'policy' });
}

async function addressesOf(host: string, resolve: (host: string) => Promise<string[]>): Promise<string[]> {
  if (isIP(host)) return [host];
  let found: string[];
  try {
    found = await withinTime(resolve(host));
  } catch (cause) {
    throw unresolved(host, cause);
  }
  const addresses = [...new Set(found)].filter((address) => isIP(address));
  if (addresses.length === 0) throw unresolved(host);
  // IPv4 first: a pinned address leaves no room for trying both, and it is the one that works everywhere.
  addresses.sort((a, b) => Number(isIPv4(b)) - Number(isIPv4(a)));
  return addresses.slice(0, MAX_ADDRESSES);
}

/** The system's resolver cannot be told to stop, and a dead one takes minutes. */
async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from DNS in ${RESOLVE_MS} ms`)), RESOLVE_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

async function systemResolve(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function unresolved(host: string, cause?: unknown): AppError {
  return new AppError('upstream', `The host ${host} cannot be found (no address in DNS). Check its name.`, {
    kind: 'network',
    retryable: true,
    cause,
  });
}

function refuseAddress(host: string, address: string, special: string): never {
  const what = isIP(host) ? `${host} is ${special}` : `${host} resolves to ${address}, ${special}`;
  throw new AppError(
    'invalid',
    `The address is refused: ${what}. If it is meant, an operator can list the host in FRESHET_ALLOWED_HOSTS.`,
    { kind: 'policy' },
  );
}
