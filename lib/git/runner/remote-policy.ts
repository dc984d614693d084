// Turns an address into a ValidatedRemote, the only thing git is ever pointed at, or says why not.
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import type { HostKeys } from '@/lib/git/ssh/host-keys';
import { type AddressPolicy, checkHost } from '@/lib/net/check-host';
import { parseRemoteUrl } from './remote-url';

export { normaliseRemoteUrl } from './remote-url';

export interface RemotePolicy extends AddressPolicy {
  /** Where ssh keeps its known hosts and its key (`<dataDir>/ssh`); without it ssh addresses are refused. */
  dataDir?: string;
  /** By which keys ssh hosts are known; without it, by the known_hosts file in that folder. */
  hostKeys?: HostKeys;
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
  /** True if an operator's list names this host: only then may a token travel over plain http. */
  readonly isListed: boolean;
  /** Folder for ssh's known hosts and key; null for http and https. */
  readonly sshDir: string | null;
  /** What it was validated under, for a redirect on the same host. */
  readonly policy: RemotePolicy;
}

const issued = new WeakSet<object>();

/** The policy that an environment asks for. */
export function remotePolicy(env: Pick<Env, 'allowedHosts' | 'dataDir' | 'authorities' | 'proxy'>): RemotePolicy {
  const { allowedHosts, dataDir, authorities, proxy } = env;
  return { allowedHosts, dataDir, authorities, proxy };
}

/**
 * Checks syntax, resolves the host and checks every address it has.
 * Throws AppError `invalid` (kind `policy`) if the address is refused, `upstream` (kind `network`, retryable)
 * if the host cannot be resolved.
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

/** Throws if a remote did not come out of `validateRemote`. */
export function assertValidated(remote: ValidatedRemote): void {
  if (issued.has(remote)) return;
  throw new AppError('internal', 'A repository address was used without having been checked.', { kind: 'policy' });
}
