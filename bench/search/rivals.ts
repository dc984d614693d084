// Other tools that look for the same text on this machine: git grep, and ripgrep and zoekt if they are on the PATH.
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { PlainPattern } from './search-classes';

const run = promisify(execFile);
const MAX_OUTPUT = 256 * 1024 ** 2;

export interface Rival {
  name: string;
  /** Milliseconds until it has named all files that match. */
  ask: (pattern: PlainPattern) => Promise<number>;
}

/** `repos`: bare repositories by name. `close` removes what was unpacked for the tools that read folders. */
export async function findRivals(repos: Map<string, string>): Promise<{ rivals: Rival[]; close: () => Promise<void> }> {
  const rivals: Rival[] = [{ name: 'git grep', ask: (pattern) => timeAll(gitGrep(repos, pattern)) }];
  const hasRg = await isOnPath('rg');
  const hasZoekt = (await isOnPath('zoekt')) && (await isOnPath('zoekt-index'));
  if (!hasRg && !hasZoekt) return { rivals, close: async () => {} };
  const root = await mkdtemp(path.join(tmpdir(), 'freshet-bench-trees-'));
  for (const [name, dir] of repos) await unpack(dir, path.join(root, 'trees', name));
  if (hasRg)
    rivals.push({ name: 'rg', ask: (pattern) => timeAll([['rg', ripgrep(pattern, path.join(root, 'trees'))]]) });
  if (hasZoekt) {
    const index = path.join(root, 'index');
    await run('zoekt-index', ['-index', index, path.join(root, 'trees')], { maxBuffer: MAX_OUTPUT });
    rivals.push({ name: 'zoekt', ask: (pattern) => timeAll([['zoekt', ['-index_dir', index, '-l', zoekt(pattern)]]]) });
  }
  return { rivals, close: () => rm(root, { recursive: true, force: true }) };
}

type Command = [program: string, args: string[]];

function gitGrep(repos: Map<string, string>, { text, kind }: PlainPattern): Command[] {
  const flags = { word: ['-F', '-i', '-w'], literal: ['-F'], regex: ['-E'] }[kind];
  return [...repos.values()].map((dir) => [
    'git',
    ['--git-dir', dir, 'grep', '-l', '-I', ...flags, '-e', text, 'HEAD'],
  ]);
}

function ripgrep({ text, kind }: PlainPattern, folder: string): string[] {
  const flags = { word: ['-F', '-i', '-w'], literal: ['-F'], regex: [] }[kind];
  return ['-l', '--no-messages', '--hidden', '--no-ignore', ...flags, '-e', text, folder];
}

function zoekt({ text, kind }: PlainPattern): string {
  const quoted = kind === 'regex' ? text : text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `case:${kind === 'word' ? 'no' : 'yes'} content:"${quoted.replace(/["\\]/g, '\\$&')}"`;
}

async function timeAll(commands: Command[]): Promise<number> {
  const startedAt = performance.now();
  for (const [program, args] of commands) await runGrep(program, args);
  return performance.now() - startedAt;
}

/** Exit status 1 says that nothing matches. */
async function runGrep(program: string, args: string[]): Promise<void> {
  try {
    await run(program, args, { maxBuffer: MAX_OUTPUT });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 1) throw error;
  }
}

/** The files of HEAD, as a checkout without git would have them. */
export async function unpack(dir: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const archive = path.join(path.dirname(into), `${path.basename(into)}.tar`);
  await run('git', ['--git-dir', dir, 'archive', '-o', archive, 'HEAD']);
  await run('tar', ['-x', '-f', archive, '-C', into]);
  await rm(archive);
}

async function isOnPath(program: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const found = await access(path.join(folder, program)).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
