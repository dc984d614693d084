// The program as people have it: packed, installed into an empty folder, and run there, in a pipe or on a terminal.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string;
  cwd?: string;
}

export interface OnTerminal {
  /** Everything that the terminal was sent so far. */
  screen: () => string;
  type: (text: string) => void;
  /** Resolves once the terminal was sent this; throws if the program ends before. */
  until: (pattern: RegExp | string) => Promise<void>;
  ended: Promise<number | null>;
}

export interface Installed {
  /** Where it was installed; its config folder lies there as well. */
  folder: string;
  bin: string;
  run: (args: string[], options?: RunOptions) => Promise<Result>;
  /** Runs it on a pseudo-terminal, which script(1) makes. */
  onTerminal: (args: string[], options?: RunOptions) => OnTerminal;
  remove: () => Promise<void>;
}

/** Packs the program and installs the package, without any registry. */
export async function installCli(): Promise<Installed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-cli-'));
  const env = environment(folder);
  await must(spawn('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: import.meta.dirname, env }));
  const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (!packed) throw new Error('npm pack made no package.');
  await writeFile(path.join(folder, 'package.json'), '{"private":true}');
  await must(spawn('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${packed}`], { cwd: folder, env }));
  return installed(folder, path.join(folder, 'node_modules', '.bin', 'freshet'), env);
}

/** The program as `npx freshet` runs it in a checkout, with a config folder of its own. */
export async function checkoutCli(): Promise<Installed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-cli-'));
  return installed(folder, path.join(import.meta.dirname, '../node_modules/.bin/freshet'), environment(folder));
}

function installed(folder: string, bin: string, env: NodeJS.ProcessEnv): Installed {
  return {
    folder,
    bin,
    run: (args, options = {}) => {
      const child = spawn(bin, args, { cwd: options.cwd ?? folder, env: { ...env, ...options.env } });
      return resultOf(child, options.input);
    },
    onTerminal: (args, options = {}) => {
      const command = [bin, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
      return watch(
        spawn('script', ['-qefc', `stty rows 24 cols 100; exec ${command}`, '/dev/null'], {
          cwd: folder,
          env: { ...env, TERM: 'xterm-256color', ...options.env },
        }),
      );
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** An environment that knows no other server, no proxy and no colours. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      !/^(FRESHET_|XDG_|NO_COLOR|FORCE_COLOR|npm_|(HTTPS?|ALL|NO)_PROXY$|PAGER$|LESS$)/i.test(name),
  );
  return {
    ...(Object.fromEntries(kept) as NodeJS.ProcessEnv),
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
  };
}

export async function resultOf(child: ChildProcess, input?: string): Promise<Result> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  child.stdin?.on('error', () => {});
  child.stdin?.end(input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

async function must(child: ChildProcess): Promise<void> {
  const { code, stdout, stderr } = await resultOf(child);
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}

function watch(child: ChildProcess): OnTerminal {
  let seen = '';
  const looks = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    for (const look of looks) look();
  });
  child.stdin?.on('error', () => {});
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    screen: () => seen,
    type: (text) => void child.stdin?.write(text),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (typeof pattern === 'string' ? seen.includes(pattern) : pattern.test(seen)) {
            looks.delete(look);
            resolve();
          }
        };
        looks.add(look);
        look();
        void ended.then((code) => reject(new Error(`It ended with ${code} before ${pattern} came:\n${seen}`)));
      }),
    ended,
  };
}
