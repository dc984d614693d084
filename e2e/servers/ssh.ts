// A real sshd on loopback, one process per connection, that lets one key read the repositories below a folder, or push to
// them as well.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { installTestTools } from '@/scripts/install-test-tools.mjs';

export interface SshServer {
  port: number;
  /** `ssh://<user>@127.0.0.1:<port>`; a repository made as `org/name.git` is at `${url}/org/name.git`. */
  url: string;
  user: string;
  /** Lets a public key (one line) in, and no other. */
  authorize(publicKey: string): Promise<void>;
  /** Gives the server another identity. */
  changeHostKey(): Promise<void>;
  close(): Promise<void>;
}

export interface SshServerOptions {
  /** Whose repositories are served. */
  root: string;
  /** For its own files. */
  folder: string;
  /** What is run instead of `git upload-pack "$repository"`, a line of shell. */
  answer?: string;
  takesPushes?: boolean;
}

export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const sshd = findSshd();
  await mkdir(options.folder, { recursive: true });
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const hostKey = path.join(options.folder, 'host_key');
  const keys = path.join(options.folder, 'authorized_keys');
  const command = path.join(options.folder, 'command.sh');
  const config = path.join(options.folder, 'sshd_config');
  await makeKey(hostKey);
  await writeFile(keys, '');
  await writeFile(
    command,
    `#!/bin/sh\neval "set -- $SSH_ORIGINAL_COMMAND"\n` +
      `export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'\n` +
      `repository="${path.resolve(options.root)}/$2"\n` +
      (options.takesPushes ? `[ "$1" = git-receive-pack ] && exec git receive-pack "$repository"\n` : '') +
      `[ "$1" = git-upload-pack ] || exit 1\n${options.answer ?? 'exec git upload-pack "$repository"'}\n`,
    { mode: 0o755 },
  );
  await writeFile(
    config,
    [
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${keys}`,
      `ForceCommand ${command}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'PrintMotd no',
      'AcceptEnv GIT_PROTOCOL',
    ].join('\n'),
  );
  const children = new Set<ChildProcess>();
  const server = createServer({ pauseOnConnect: true }, (socket: Socket) => {
    const child = spawn(sshd, ['-i', '-e', '-f', config], { stdio: [socket, socket, 'ignore'] });
    children.add(child);
    child.on('error', () => socket.destroy());
    child.on('exit', () => {
      children.delete(child);
      socket.destroy();
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const user = userInfo().username;
  return {
    port,
    user,
    url: `ssh://${user}@127.0.0.1:${port}`,
    authorize: (publicKey) => writeFile(keys, publicKey),
    async changeHostKey() {
      await Promise.all([rm(hostKey), rm(`${hostKey}.pub`)]);
      await makeKey(hostKey);
    },
    close: () =>
      new Promise((resolve) => {
        for (const child of children) child.kill('SIGKILL');
        server.close(() => resolve());
      }),
  };
}

/** Makes an ed25519 key without a passphrase at `file` and `file`.pub. */
export async function makeKey(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
}

/** sshd where systems keep it; where the tests may install it, they do. */
export function findSshd(): string {
  const places = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/local/bin/sshd', '/opt/homebrew/sbin/sshd'];
  const look = () => places.find((place) => existsSync(place));
  if (look() === undefined) installTestTools();
  const found = look();
  if (found !== undefined) return found;
  throw new Error('sshd was not found. Install it (for example: apt-get install openssh-server), then test again.');
}
