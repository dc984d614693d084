// Makes real bare repositories for tests, quickly: one `git fast-import` per commit, any content, any mode.
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { launch } from '@/lib/process/launch';

/** Content of a file; null removes it; the object forms make links, submodules and executables. */
export type FileEntry =
  | string
  | Buffer
  | null
  | { link: string }
  | { submodule: string }
  | { executable: string | Buffer };
/** Paths to entries. Use the iterable form for paths that are not UTF-8 or for very many files. */
export type FileSet = Record<string, FileEntry> | Iterable<readonly [string | Buffer, FileEntry]>;

export interface CommitOptions {
  /** Short branch name; default: the repository's default branch. */
  branch?: string;
  message?: string;
  /** Parent commit; null starts a new history (with `branch` existing: a force push). Default: the branch's tip. */
  from?: string | null;
  /** More parents, for merges. */
  merge?: string[];
  author?: { name: string; email: string };
  /** Seconds since the epoch. */
  time?: number;
  /** Drop every file of the parent first. */
  clear?: boolean;
}

export interface GitRepo {
  /** Path below the root, such as `org/name.git`: the server serves it at `${url}/${name}`. */
  name: string;
  dir: string;
  defaultBranch: string;
  /** Commits changes on a branch and returns the commit's id. */
  commit(changes: FileSet, options?: CommitOptions): Promise<string>;
  /** Points a branch at a commit, whatever it was before. */
  setBranch(branch: string, commit: string): Promise<void>;
  deleteBranch(branch: string): Promise<void>;
  tag(name: string, commit: string, options?: { annotated?: boolean }): Promise<void>;
  /** Renames the default branch, HEAD included. */
  renameDefaultBranch(to: string): Promise<void>;
  tip(branch?: string): Promise<string>;
  /** Any git command in this repository; returns stdout. */
  git(args: string[], input?: string | Buffer): Promise<string>;
}

/** Makes `<root>/<name>` (".git" is added if missing) with one first commit, or without any if `files` is null. */
export async function createRepo(
  root: string,
  name: string,
  files: FileSet | null,
  options: CommitOptions & { defaultBranch?: string } = {},
): Promise<GitRepo> {
  const full = name.endsWith('.git') ? name : `${name}.git`;
  const dir = path.join(root, full);
  await mkdir(dir, { recursive: true });
  const branch = options.defaultBranch ?? 'main';
  await runGit(dir, ['init', '-q', '--bare', `--initial-branch=${branch}`, '.']);
  await runGit(dir, ['config', 'http.receivepack', 'true']);
  await runGit(dir, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  await runGit(dir, ['config', 'uploadpack.allowFilter', 'true']);
  const repo = openRepo(dir, full, branch);
  if (files) await repo.commit(files, options);
  return repo;
}

/** Runs git with a clean environment for tests; throws with stderr on a non-zero exit. */
export async function runGit(dir: string, args: string[], input?: string | Buffer): Promise<string> {
  const [stdin, ended] = await startGit(dir, args);
  stdin.end(input ?? '');
  return await ended;
}

/** By the small process that starts the product's gits: a process that runs tests is large, and slow to be copied. */
async function startGit(dir: string, args: string[]): Promise<[stdin: Writable, ended: Promise<string>]> {
  const { stdin, stdout, stderr, ended } = await launch('git', args, { cwd: dir, env: cleanEnv() });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => out.push(chunk));
  stderr.on('data', (chunk: Buffer) => err.push(chunk));
  stdin.on('error', () => {});
  const answer = async () => {
    const { exitCode } = await ended;
    if (exitCode !== 0) throw new Error(`git ${args.join(' ')} failed (${exitCode}): ${Buffer.concat(err).toString()}`);
    return Buffer.concat(out).toString();
  };
  return [stdin, answer()];
}

function openRepo(dir: string, name: string, defaultBranch: string): GitRepo {
  let commits = 0;
  const repo: GitRepo = {
    name,
    dir,
    defaultBranch,
    git: (args, input) => runGit(dir, args, input),
    async commit(changes, options = {}) {
      commits += 1;
      const branch = options.branch ?? repo.defaultBranch;
      const tip =
        options.from === undefined
          ? (await runGit(dir, ['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`])).trim() || null
          : options.from;
      return fastImport(
        dir,
        commitStream(changes, { ...options, branch, from: tip, time: options.time ?? 1_700_000_000 + commits }),
      );
    },
    async setBranch(branch, commit) {
      await runGit(dir, ['update-ref', `refs/heads/${branch}`, commit]);
    },
    async deleteBranch(branch) {
      await runGit(dir, ['update-ref', '-d', `refs/heads/${branch}`]);
    },
    async tag(tag, commit, options = {}) {
      const target = options.annotated
        ? (
            await runGit(
              dir,
              ['mktag'],
              `object ${commit}\ntype commit\ntag ${tag}\ntagger T <t@example.com> 1700000000 +0000\n\n${tag}\n`,
            )
          ).trim()
        : commit;
      await runGit(dir, ['update-ref', `refs/tags/${tag}`, target]);
    },
    async renameDefaultBranch(to) {
      const tip = await repo.tip();
      await repo.setBranch(to, tip);
      await runGit(dir, ['symbolic-ref', 'HEAD', `refs/heads/${to}`]);
      await repo.deleteBranch(repo.defaultBranch);
      repo.defaultBranch = to;
    },
    async tip(branch = repo.defaultBranch) {
      return (await runGit(dir, ['rev-parse', '--verify', '--end-of-options', `refs/heads/${branch}`])).trim();
    },
  };
  return repo;
}

function* commitStream(
  changes: FileSet,
  options: CommitOptions & { branch: string; from: string | null; time: number },
): Iterable<Buffer> {
  const who = options.author ?? { name: 'Test Author', email: 'author@example.com' };
  const message = Buffer.from(options.message ?? 'Change files\n');
  yield Buffer.from(
    `commit refs/heads/${options.branch}\nmark :1\nauthor ${who.name} <${who.email}> ${options.time} +0000\n` +
      `committer ${who.name} <${who.email}> ${options.time} +0000\ndata ${message.length}\n`,
  );
  yield message;
  yield Buffer.from('\n');
  if (options.from) yield Buffer.from(`from ${options.from}\n`);
  for (const parent of options.merge ?? []) yield Buffer.from(`merge ${parent}\n`);
  if (options.clear) yield Buffer.from('deleteall\n');
  const entries =
    Symbol.iterator in changes ? (changes as Iterable<readonly [string | Buffer, FileEntry]>) : Object.entries(changes);
  for (const [file, entry] of entries) {
    const quoted = quotePath(file);
    if (entry === null) {
      yield Buffer.concat([Buffer.from('D '), quoted, Buffer.from('\n')]);
    } else if (typeof entry === 'object' && 'submodule' in entry) {
      yield Buffer.concat([Buffer.from(`M 160000 ${entry.submodule} `), quoted, Buffer.from('\n')]);
    } else {
      const [mode, content] = modeAndContent(entry);
      yield Buffer.concat([Buffer.from(`M ${mode} inline `), quoted, Buffer.from(`\ndata ${content.length}\n`)]);
      yield content;
      yield Buffer.from('\n');
    }
  }
  yield Buffer.from('\nget-mark :1\ndone\n');
}

function modeAndContent(
  entry: string | Buffer | { link: string } | { executable: string | Buffer },
): [mode: string, content: Buffer] {
  if (typeof entry === 'string' || Buffer.isBuffer(entry)) return ['100644', Buffer.from(entry as string)];
  if ('link' in entry) return ['120000', Buffer.from(entry.link)];
  return ['100755', Buffer.from(entry.executable as string)];
}

function quotePath(file: string | Buffer): Buffer {
  const bytes = Buffer.from(file as string);
  const parts = [...bytes].map((byte) =>
    byte < 0x20 || byte >= 0x7f || byte === 0x22 || byte === 0x5c
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return Buffer.from(`"${parts.join('')}"`);
}

async function fastImport(dir: string, stream: Iterable<Buffer>): Promise<string> {
  const [stdin, ended] = await startGit(dir, ['fast-import', '--quiet', '--force', '--done']);
  // It may end before it has read all of it, and says why by itself.
  const isOver = ended.then(
    () => true,
    () => true,
  );
  for (const chunk of batched(stream)) {
    if (!stdin.write(chunk) && (await Promise.race([once(stdin, 'drain').catch(() => true), isOver])) === true) break;
  }
  stdin.end();
  return (await ended).trim();
}

function* batched(stream: Iterable<Buffer>): Iterable<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for (const chunk of stream) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < 256 * 1024) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

function cleanEnv(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Test Author',
    GIT_AUTHOR_EMAIL: 'author@example.com',
    GIT_COMMITTER_NAME: 'Test Author',
    GIT_COMMITTER_EMAIL: 'author@example.com',
  };
}
