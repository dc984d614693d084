// For tests: a person's working repository, made with git's own commands, and a fingerprint of every byte of a folder.
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runGit } from './git-repo';

export interface WorkTree {
  dir: string;
  git: (args: string[], input?: string) => Promise<string>;
  write: (file: string, content: string) => Promise<void>;
  /** Writes the files, commits everything and returns the commit's id. */
  commit: (files: Record<string, string>, message?: string) => Promise<string>;
}

/** `git init` in `dir`, on branch main, with a first commit of `files` (none if it is empty). */
export async function createWorkTree(
  dir: string,
  files: Record<string, string>,
  init: string[] = [],
): Promise<WorkTree> {
  await mkdir(dir, { recursive: true });
  await runGit(dir, ['init', '-q', '--initial-branch=main', ...init]);
  const tree = openWorkTree(dir);
  if (Object.keys(files).length > 0) await tree.commit(files);
  return tree;
}

/** A work tree that is there already: a linked one, say. */
export function openWorkTree(dir: string): WorkTree {
  const write = async (file: string, content: string) => {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), content);
  };
  const git = (args: string[], input?: string) =>
    runGit(dir, ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], input);
  return {
    dir,
    git,
    write,
    async commit(files, message = 'change') {
      for (const [file, content] of Object.entries(files)) await write(file, content);
      await git(['add', '-A']);
      await git(['commit', '-q', '-m', message]);
      return (await git(['rev-parse', 'HEAD'])).trim();
    },
  };
}

/** Path → kind, mode, size, mtime in nanoseconds and hash, of everything below `dir` and of `dir` itself. */
export async function fingerprint(dir: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(dir, { recursive: true });
  for (const name of ['', ...names].sort()) {
    const file = path.join(dir, name);
    const info = await lstat(file, { bigint: true });
    const content = info.isFile() ? await readFile(file) : info.isSymbolicLink() ? await readlink(file) : '';
    const hash = createHash('sha256').update(content).digest('hex');
    found.set(name, `${info.mode.toString(8)} ${info.size} ${info.mtimeNs} ${info.ctimeNs} ${info.ino} ${hash}`);
  }
  return found;
}
