// Upstreams made from real repositories: whole, thinned to every n-th file, or several in one.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Upstream {
  name: string;
  dir: string;
  files: number;
  /** Sum of the sizes of all files. */
  bytes: number;
  /** Appends `line` to `count` text files in one commit on main; the same files for the same `start`. */
  push: (count: number, line: string, start?: number) => Promise<string[]>;
}

interface Entry {
  mode: string;
  sha: string;
  size: number;
  path: string;
}

/**
 * Makes `<root>/<name>.git` from the HEAD trees of bare repositories `sources`, keeping every `every`-th file.
 * Objects are borrowed, not copied. Several sources lie in folders of their own.
 */
export async function makeUpstream(root: string, name: string, sources: string[], every = 1): Promise<Upstream> {
  const dir = path.join(root, `${name}.git`);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await git(dir, ['init', '-q', '--bare', '-b', 'main']);
  await git(dir, ['config', 'uploadpack.allowFilter', 'true']);
  const stores = await Promise.all(sources.map(async (s) => path.join(await realpath(await gitDir(s)), 'objects')));
  await writeFile(path.join(dir, 'objects/info/alternates'), `${stores.join('\n')}\n`);
  const entries: Entry[] = [];
  for (const [i, source] of sources.entries()) {
    const prefix = sources.length > 1 ? `part-${i + 1}/` : '';
    const listing = await git(source, ['ls-tree', '-r', '-l', '-z', 'HEAD']);
    for (const line of listing.split('\0')) {
      const found = /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line);
      if (!found) continue;
      const [, mode = '', sha = '', size = '', file = ''] = found;
      if (mode === '120000') continue;
      entries.push({ mode, sha, size: Number(size), path: prefix + file });
    }
  }
  const kept = entries.filter((_, i) => i % every === 0);
  await commit(dir, kept, null);
  const texts = kept.filter((e) => e.size > 200 && e.size < 20_000 && /\.(c|h|ts|tsx|js|go|rb|py|md)$/.test(e.path));
  let tip = (await git(dir, ['rev-parse', 'main'])).trim();
  return {
    name,
    dir,
    files: kept.length,
    bytes: kept.reduce((sum, e) => sum + e.size, 0),
    push: async (count, line, start = Math.floor(Math.random() * texts.length)) => {
      const step = Math.max(1, Math.floor(texts.length / count));
      const chosen = Array.from({ length: count }, (_, i) => texts[(start + i * step) % texts.length]).filter(
        (e): e is Entry => e !== undefined,
      );
      for (const entry of chosen) {
        const old = await git(dir, ['cat-file', 'blob', entry.sha]);
        entry.sha = (await git(dir, ['hash-object', '-w', '--stdin'], `${old}\n${line}\n`)).trim();
      }
      tip = await commit(dir, kept, tip);
      return chosen.map((e) => e.path);
    },
  };
}

async function commit(dir: string, entries: Entry[], parent: string | null): Promise<string> {
  const env = { GIT_INDEX_FILE: path.join(dir, `index-${randomUUID()}`) };
  await git(
    dir,
    ['update-index', '-z', '--index-info'],
    entries.map((e) => `${e.mode} ${e.sha}\t${e.path}\0`).join(''),
    env,
  );
  const tree = (await git(dir, ['write-tree'], '', env)).trim();
  await rm(env.GIT_INDEX_FILE);
  const parents = parent === null ? [] : ['-p', parent];
  const sha = (await git(dir, ['commit-tree', tree, ...parents, '-m', 'Change some files'])).trim();
  await git(dir, ['update-ref', 'refs/heads/main', sha]);
  return sha;
}

async function gitDir(source: string): Promise<string> {
  return path.resolve(source, (await git(source, ['rev-parse', '--git-common-dir'])).trim());
}

/** Runs git for the benchmark's own upstreams; output as latin1 so that no byte is lost on the way back. */
export async function git(cwd: string, args: string[], input = '', env: Record<string, string> = {}): Promise<string> {
  const child = spawn('git', args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_AUTHOR_NAME: 'Bench',
      GIT_AUTHOR_EMAIL: 'bench@example.org',
      GIT_COMMITTER_NAME: 'Bench',
      GIT_COMMITTER_EMAIL: 'bench@example.org',
      ...env,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  // Commands that read nothing may be gone already.
  child.stdin.on('error', () => {});
  child.stdin.end(Buffer.from(input, 'latin1'));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}`);
  return Buffer.concat(out).toString('latin1');
}
