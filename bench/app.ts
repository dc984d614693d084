// Starts the built product in a process of its own, and asks it things.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { msOf } from './cpu-used';

export interface App {
  url: string;
  dataDir: string;
  api: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Resident memory of the web process alone in MB. */
  webMegabytes: () => number;
  /** Processor time of the web process so far, in milliseconds. */
  webCpuMs: () => number;
  /** kill -9, of every process of it or of the web process alone; the data folder stays. */
  kill: (whom: 'all' | 'web') => Promise<void>;
  close: () => Promise<void>;
}

export interface AppOptions {
  /** Default: a fresh one, which `close` removes. */
  dataDir?: string;
  env?: Record<string, string>;
}

/** Starts Freshet on a free loopback port; `databaseUrl` undefined: the embedded database. */
export async function startApp(databaseUrl: string | undefined, options: AppOptions = {}): Promise<App> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'freshet-bench-')));
  const port = await freePort();
  const child = spawn(process.execPath, ['--max-old-space-size=512', 'scripts/start.mjs'], {
    env: {
      ...process.env,
      // As `npm start` does.
      UV_THREADPOOL_SIZE: '16',
      PORT: String(port),
      HOST: '127.0.0.1',
      FRESHET_DATA_DIR: dataDir,
      FRESHET_AUTH: 'disabled',
      FRESHET_ALLOWED_HOSTS: '127.0.0.1',
      FRESHET_LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl ?? '',
      ...options.env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A process group of its own, so that all of it can be killed at once.
    detached: true,
  });
  const atExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', atExit);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child);
  return {
    url,
    dataDir,
    api: (method, route, body) => request(url, method, route, body),
    webMegabytes: () => webMegabytes(child.pid ?? 0),
    webCpuMs: () => msOf(child.pid ?? 0),
    kill: async (whom) => {
      if (whom === 'all') signalGroup(child, 'SIGKILL');
      else child.kill('SIGKILL');
      await ended;
      process.removeListener('exit', atExit);
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      process.removeListener('exit', atExit);
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

async function request<T>(base: string, method: string, route: string, body?: unknown): Promise<T> {
  const response = await fetch(base + route, {
    method,
    headers: { origin: base, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 500)}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 3000; i++) {
    if (child.exitCode !== null) throw new Error(`The app ended with ${child.exitCode} before it was ready.`);
    const response = await fetch(`${url}/api/health`).catch(() => null);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error('The app was not ready within ten minutes.');
}

function webMegabytes(root: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status(Number(name)))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i] ?? 0) ?? []));
  const web = tree.find((pid) => /^Name:\s+next-server/m.test(status(pid))) ?? root;
  return Number(/^VmRSS:\s+(\d+)/m.exec(status(web))?.[1] ?? 0) / 1024;
}

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
