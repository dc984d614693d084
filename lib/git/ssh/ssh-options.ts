// What every ssh of ours is started with, git's and our own: no configuration but what is written here.
import path from 'node:path';
import type { SshSession } from './session';

const NOWHERE = '/nonexistent';

/** What an ssh connection is made with: one that signs in, or one that only looks which key the host shows. */
export type SshUse = Pick<SshSession, 'agent' | 'knownHosts' | 'isKnown'> | { lookInto: string };

export interface SshPeer {
  /** Lower-case name or address, IPv6 without brackets. */
  host: string;
  port: number;
  /** The checked address that ssh is made to use. */
  address: string;
}

/** The host as ssh writes it into known_hosts. */
export function sshHost({ host, port }: Pick<SshPeer, 'host' | 'port'>): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/**
 * As `Name=value`, for -o or for a configuration file, where the first of a name counts: no user configuration, no agent
 * but ours, no prompt; the name is for the known hosts, the address for the network. `keyFolder`: where the server's own
 * key lies, which is used if there is no agent.
 */
export function sshOptions(peer: SshPeer, use: SshUse, keyFolder: string | null): string[] {
  const isLook = 'lookInto' in use;
  return [
    `HostName=${peer.address}`,
    `HostKeyAlias=${sshHost(peer)}`,
    `UserKnownHostsFile=${quoteSshPath(isLook ? use.lookInto : use.knownHosts)}`,
    'GlobalKnownHostsFile=/dev/null',
    `StrictHostKeyChecking=${!isLook && use.isKnown ? 'yes' : 'accept-new'}`,
    'CheckHostIP=no',
    'HashKnownHosts=no',
    'UpdateHostKeys=no',
    'BatchMode=yes',
    ...identity(use, keyFolder),
    'ForwardAgent=no',
    'ForwardX11=no',
    'ClearAllForwardings=yes',
    'PermitLocalCommand=no',
    'ProxyCommand=none',
    'ProxyJump=none',
    'ControlMaster=no',
    'ControlPath=none',
    'ConnectTimeout=30',
    'ServerAliveInterval=30',
    'ServerAliveCountMax=3',
    'LogLevel=ERROR',
  ];
}

function identity(use: SshUse, keyFolder: string | null): string[] {
  if ('lookInto' in use)
    return ['IdentityFile=none', 'IdentitiesOnly=yes', 'IdentityAgent=none', 'PubkeyAuthentication=no'];
  if (use.agent !== undefined)
    return ['IdentityFile=none', 'IdentitiesOnly=no', `IdentityAgent=${quoteSshPath(use.agent)}`];
  const file = path.join(keyFolder ?? NOWHERE, 'id_ed25519');
  return [`IdentityFile=${quoteSshPath(file)}`, 'IdentitiesOnly=yes', 'IdentityAgent=none'];
}

/** A path as ssh's options read one. */
export function quoteSshPath(file: string): string {
  return `"${path.resolve(file).replaceAll('%', '%%').replaceAll('"', '')}"`;
}
