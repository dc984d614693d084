// A network of its own behind a link that can be taken down: what is sent into it then is lost without a word, as behind a
// cable that was pulled. Only where this process may make network namespaces.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { findSshd } from './ssh';

export interface FarNetwork {
  /** Of what runs in it. */
  address: string;
  /** Runs an sshd there, by the configuration of a target host, at port 22; resolves once it answers. */
  serve(config: string): Promise<void>;
  down(): void;
  up(): void;
  close(): Promise<void>;
}

/** Null where it is not allowed. */
export function makeFarNetwork(): FarNetwork | null {
  // One a process; the addresses are those kept for measurements.
  const at = process.pid % 16_384;
  const [name, link] = [`freshet-${process.pid}`, `fr${process.pid}`];
  const net = `198.18.${Math.floor(at / 64)}`;
  const first = (at % 64) * 4;
  const near = `${net}.${first + 1}`;
  const address = `${net}.${first + 2}`;
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'ignore' });
  const remove = () => {
    try {
      ip('netns', 'delete', name);
    } catch {
      // It was never made.
    }
  };
  try {
    ip('netns', 'add', name);
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'far', 'netns', name);
    ip('address', 'add', `${near}/30`, 'dev', link);
    ip('link', 'set', link, 'up');
    ip('-n', name, 'address', 'add', `${address}/30`, 'dev', 'far');
    ip('-n', name, 'link', 'set', 'far', 'up');
  } catch {
    remove();
    return null;
  }
  const running: ChildProcess[] = [];
  return {
    address,
    async serve(config) {
      const sshd = findSshd();
      const args = [
        'netns',
        'exec',
        name,
        sshd,
        '-D',
        '-e',
        '-f',
        config,
        '-o',
        `ListenAddress=${address}`,
        '-p',
        '22',
      ];
      const child = spawn('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
      running.push(child);
      for (let isUp = false; !isUp; isUp = await answers(address)) {
        if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}`);
      }
    },
    down: () => ip('link', 'set', link, 'down'),
    up: () => ip('link', 'set', link, 'up'),
    async close() {
      for (const child of running) {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      remove();
    },
  };
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 1000 });
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.on('connect', () => end(true));
    socket.on('timeout', () => end(false));
    socket.on('error', () => setTimeout(() => end(false), 20));
  });
}
