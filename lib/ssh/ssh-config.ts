// The configuration that ssh reads for one host: whatever a person typed stands there, and never among arguments.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteSshPath, type SshPeer, type SshUse, sshOptions } from '@/lib/git/ssh/ssh-options';

/** What a host is called in its configuration. */
export const ALIAS = 'target';

export interface SshSetup {
  /** The program. */
  ssh: string;
  /** A private folder for the configuration, the socket and what ssh says. */
  folder: string;
  config: string;
  /** Of the connection that all commands share; null where the system has no room for its name. */
  socket: string | null;
}

/** Sockets may have 103 bytes on some systems, and ssh adds 17 while it makes one. */
const LONGEST_SOCKET = 103 - 17;

/** Writes the configuration for `peer` into `folder`. `connectSeconds`: how long the network may take. */
export async function writeConfig(
  peer: SshPeer & { userName: string },
  use: SshUse,
  options: { ssh: string; folder: string; name: string; connectSeconds: number },
): Promise<SshSetup> {
  const { ssh, folder, name } = options;
  const config = path.join(folder, name);
  const at = path.join(folder, 'm');
  const socket = Buffer.byteLength(at) <= LONGEST_SOCKET ? at : null;
  const lines = [
    // ssh takes the first of each name, so that these count before those that git's ssh has as well.
    `User=${peer.userName}`,
    `Port=${peer.port}`,
    `ConnectTimeout=${options.connectSeconds}`,
    ...('lookInto' in use || socket === null ? [] : [`ControlPath=${quoteSshPath(socket)}`]),
    'PreferredAuthentications=publickey',
    'NumberOfPasswordPrompts=0',
    'RequestTTY=no',
    'EscapeChar=none',
    'Tunnel=no',
    ...sshOptions(peer, use, null),
  ];
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  return { ssh, folder, config, socket };
}
