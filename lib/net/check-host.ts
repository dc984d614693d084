// Which hosts may be talked to, and at which addresses: one rule for repositories and for webhooks.
import { lookup } from 'node:dns/promises';
import { isIP, isIPv4 } from 'node:net';
import { AppError } from '@/lib/errors';
import { parseAllowedHosts, specialAddress } from './address-rules';
import type { Outbound } from './outbound';

export interface AddressPolicy extends Partial<Outbound> {
  /** Hosts, host:port, addresses or CIDR ranges that may be special; see FRESHET_ALLOWED_HOSTS. */
  allowedHosts: readonly string[];
  /** Resolves a name to all its addresses; the system's resolver by default. */
  resolve?: (host: string) => Promise<string[]>;
}

const MAX_ADDRESSES = 8;
const RESOLVE_MS = 15_000;

/**
 * Resolves a host and checks every address it has, IPv4 first; `host` is lower-case, IPv6 without brackets.
 * Throws AppError `invalid` (kind `policy`) if one is refused, `upstream` (kind `network`, retryable) if it cannot
 * be resolved.
 */
export async function checkHost(
  { host, port }: { host: string; port: number },
  policy: Pick<AddressPolicy, 'allowedHosts' | 'resolve'>,
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
