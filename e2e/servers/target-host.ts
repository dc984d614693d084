// A host that trees are delivered to: a real sshd on loopback, with a login shell and a home of one's choice, whose
// connections can be counted, cut and refused.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { installTestTools } from '@/scripts/install-test-tools.mjs';
import { findSshd, makeKey } from './ssh';

export interface TargetHostOptions {
  /** Holds what sshd needs, and `root`. */
  folder: string;
  /** Stands for the login shell: the path of a program that is called with `-c` and the command. Default: /bin/sh. */
  shell?: string;
  /** Lines of sh that run before each command, as a login shell's start file would. */
  startFile?: string;
  /** What sshd says before anybody has signed in. */
  banner?: string | Buffer;
  /** What commands find there; default: as here. */
  env?: Record<string, string>;
  /** Whom commands run as, if the tests run as root. Default: as the tests. */
  uid?: number;
  /** Lines for sshd's configuration. */
  config?: readonly string[];
}

export interface TargetHost {
  host: '127.0.0.1';
  port: number;
  user: string;
  /** The home folder there, for whatever is delivered. */
  root: string;
  /** Lets a public key (one line) in, and no other. */
  authorize(publicKey: string): Promise<void>;
  /** `ssh-ed25519 AAAA…`, of the key that it shows. */
  hostKey(): string;
  /** Gives the server another identity. */
  changeHostKey(): Promise<void>;
  /** Drops every connection, in the middle of whatever it does; resolves once nothing runs there any more. */
  cut(): Promise<void>;
  /** Connections that are open. */
  connections(): number;
  /** New connections are refused from now on. */
  refuseNew(): Promise<void>;
  /** New connections are taken, and nothing is ever said to them. */
  hangNew(): void;
  /** New connections are answered by what is given, and sshd is left out. */
  answerNew(answer: (socket: Socket) => void): void;
  /** New connections are served again. */
  serveNew(): Promise<void>;
  /** Bytes that went over the wire since the last call: to the host, and from it. */
  bytes(): { sent: number; received: number };
  close(): Promise<void>;
}

/** Starts it; rsync is installed if it is missing and the tests may do so. */
export async function startTargetHost(options: TargetHostOptions): Promise<TargetHost> {
  const sshd = findSshd();
  requireRsync();
  const isRoot = userInfo().uid === 0;
  if (isRoot) await mkdir('/run/sshd', { recursive: true });
  const folder = path.resolve(options.folder);
  const root = path.join(folder, 'root');
  await mkdir(root, { recursive: true });
  if (options.uid !== undefined) await chmod(root, 0o755);
  const files = await writeFiles(folder, root, options);
  const running = new Set<ChildProcess>();
  const sockets = new Set<Socket>();
  const count = { sent: 0, received: 0 };
  const serve = (socket: Socket) => {
    const child = spawn(sshd, ['-i', '-e', '-f', files.config], { stdio: ['pipe', 'pipe', 'ignore'] });
    running.add(child);
    child.on('error', () => socket.destroy());
    child.on('exit', () => {
      running.delete(child);
      socket.end();
    });
    socket.on('data', (chunk: Buffer) => {
      count.sent += chunk.length;
    });
    child.stdout.on('data', (chunk: Buffer) => {
      count.received += chunk.length;
    });
    child.stdin.on('error', () => {});
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    socket.on('close', () => {
      child.stdin.destroy();
      child.stdout.destroy();
    });
  };
  let answer = serve;
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    answer(socket);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const ended = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
  const cut = async () => {
    const children = [...running];
    for (const socket of sockets) socket.destroy();
    await Promise.all(children.map(ended));
  };
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    root,
    authorize: (publicKey) => writeFile(files.keys, `${publicKey}\n`),
    hostKey: () =>
      execFileSync('ssh-keygen', ['-y', '-f', files.hostKey], { encoding: 'utf8' })
        .trim()
        .split(' ')
        .slice(0, 2)
        .join(' '),
    async changeHostKey() {
      await Promise.all([rm(files.hostKey), rm(`${files.hostKey}.pub`)]);
      await makeKey(files.hostKey);
    },
    cut,
    connections: () => sockets.size,
    refuseNew: async () => {
      if (!server.listening) return;
      // Those that are open stay: this resolves with the last of them, so nobody waits for it.
      server.close();
    },
    hangNew: () => {
      answer = () => {};
    },
    answerNew: (own) => {
      answer = own;
    },
    async serveNew() {
      answer = serve;
      if (!server.listening) await listen(server, port);
    },
    bytes: () => {
      const now = { ...count };
      count.sent = 0;
      count.received = 0;
      return now;
    },
    async close() {
      if (server.listening) server.close();
      await cut();
    },
  };
}

async function writeFiles(folder: string, root: string, options: TargetHostOptions) {
  const hostKey = path.join(folder, 'host_key');
  const keys = path.join(folder, 'authorized_keys');
  const command = path.join(folder, 'command.sh');
  const config = path.join(folder, 'sshd_config');
  const banner = path.join(folder, 'banner');
  await makeKey(hostKey);
  await writeFile(keys, '');
  if (options.banner !== undefined) await writeFile(banner, options.banner);
  const env = Object.entries({ ...options.env, HOME: root }).map(([name, value]) => `export ${name}=${quote(value)}`);
  const as = options.uid === undefined ? '' : `setpriv --reuid ${options.uid} --regid ${options.uid} --clear-groups `;
  const lines = [
    '#!/bin/sh',
    `cd ${quote(root)} || exit 1`,
    ...(options.startFile === undefined ? [] : [options.startFile]),
    `set -- ${as}${quote(options.shell ?? '/bin/sh')} -c "$SSH_ORIGINAL_COMMAND"`,
    'unset SSH_ORIGINAL_COMMAND',
    ...env,
    'exec "$@"',
  ];
  // What it finds may lack everything, so it is asked by its whole path.
  await writeFile(command, lines.join('\n').replace('setpriv ', '/usr/bin/setpriv '), { mode: 0o755 });
  const settings = [
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${keys}`,
    `ForceCommand ${command}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'PrintMotd no',
    // The tests' own account may have a slow start file, which bash reads for whoever is not deep in shells already.
    'SetEnv SHLVL=2',
    ...(options.banner === undefined ? [] : [`Banner ${banner}`]),
    ...(options.config ?? []),
  ];
  await writeFile(config, `${settings.join('\n')}\n`);
  return { hostKey, keys, config };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Where the tests may install it, they do. */
function requireRsync(): void {
  const isThere = () =>
    ['/usr/bin/rsync', '/usr/local/bin/rsync', '/opt/homebrew/bin/rsync'].some((place) => existsSync(place));
  if (isThere()) return;
  installTestTools();
  if (isThere()) return;
  throw new Error('rsync was not found. Install it (for example: apt-get install rsync), then test again.');
}
