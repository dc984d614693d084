// The ssh that git starts: no configuration but what is written here.
import path from 'node:path';
import type { SshSession } from '@/lib/git/ssh/session';
import type { ValidatedRemote } from './remote-policy';

const NOWHERE = '/nonexistent';

/** What an ssh connection is made with: one that signs in, or one that only looks which key the host shows. */
export type SshUse = Pick<SshSession, 'agent' | 'knownHosts' | 'isKnown'> | { lookInto: string };

/** The host as ssh writes it into known_hosts. */
export function sshHost({ host, port }: Pick<ValidatedRemote, 'host' | 'port'>): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/**
 * ssh with no user configuration, no agent but ours, no prompt; the name is for the known hosts, the address for the
 * network.
 */
export function sshCommand(remote: ValidatedRemote, use: SshUse): string {
  const isLook = 'lookInto' in use;
  const options: string[] = [
    `HostName=${remote.address}`,
    `HostKeyAlias=${sshHost(remote)}`,
    `UserKnownHostsFile=${quoteSshPath(isLook ? use.lookInto : use.knownHosts)}`,
    'GlobalKnownHostsFile=/dev/null',
    `StrictHostKeyChecking=${!isLook && use.isKnown ? 'yes' : 'accept-new'}`,
    'CheckHostIP=no',
    'HashKnownHosts=no',
    'UpdateHostKeys=no',
    'BatchMode=yes',
    ...identity(remote, use),
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
  return ['ssh', '-F', '/dev/null', ...options.flatMap((option) => ['-o', option])].map(quoteShell).join(' ');
}

function identity(remote: ValidatedRemote, use: SshUse): string[] {
  if ('lookInto' in use)
    return ['IdentityFile=none', 'IdentitiesOnly=yes', 'IdentityAgent=none', 'PubkeyAuthentication=no'];
  if (use.agent !== undefined)
    return ['IdentityFile=none', 'IdentitiesOnly=no', `IdentityAgent=${quoteSshPath(use.agent)}`];
  const file = path.join(remote.sshDir ?? NOWHERE, 'id_ed25519');
  return [`IdentityFile=${quoteSshPath(file)}`, 'IdentitiesOnly=yes', 'IdentityAgent=none'];
}

function quoteSshPath(file: string): string {
  return `"${path.resolve(file).replaceAll('%', '%%').replaceAll('"', '')}"`;
}

function quoteShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
