// Finds a path in a commit by walking its trees, byte by byte, so that any name a tree can hold is found.

import { isDangerousPath } from '@/lib/git/dangerous-name';
import { unescapePath } from '@/lib/git/escape-path';
import { type CatFile, type GitObject, openCatFile } from './cat-file';
import { TreeCursor } from './tree-cursor';

export interface ResolvedPath {
  sha: string;
  /** Octal digits as a number: 100644, 100755, 120000, 160000 or 40000 for a folder. */
  mode: number;
}

const MAX_TREE_BYTES = 64 * 1024 ** 2;

/**
 * The file at a path (as `escapePath` writes it) of a commit; null if commit or path do not exist, and for folders
 * and submodules. `content` is null above `maxBytes`. A link is its own text: it is never followed.
 */
export async function readFileAt(
  dir: string,
  commit: string,
  path: string,
  maxBytes: number,
  options: { signal?: AbortSignal | undefined; cat?: CatFile } = {},
): Promise<(GitObject & { mode: number }) | null> {
  const cat = options.cat ?? openCatFile(dir, { signal: options.signal });
  try {
    const found = await resolvePath(cat, commit, path);
    if (!found || found.mode === 40000 || found.mode === 160000) return null;
    const object = await cat.read(found.sha, maxBytes);
    return object && { ...object, mode: found.mode };
  } finally {
    if (!options.cat) await cat.close();
  }
}

/** What a path points at in a commit; the empty path is the root. Null if there is nothing. */
export async function resolvePath(cat: CatFile, commit: string, path: string): Promise<ResolvedPath | null> {
  const root = await cat.treeOf(commit);
  if (root === null) return null;
  let found: ResolvedPath = { sha: root, mode: 40000 };
  if (path === '') return found;
  if (isDangerousPath(path)) return null;
  for (const name of splitBytes(unescapePath(path))) {
    if (found.mode !== 40000 || name.length === 0) return null;
    const tree = await cat.read(found.sha, MAX_TREE_BYTES);
    const next: ResolvedPath | null = tree?.content ? findEntry(tree.content, name, found.sha.length / 2) : null;
    if (!next) return null;
    found = next;
  }
  return found;
}

function findEntry(tree: Buffer, name: Buffer, idBytes: number): ResolvedPath | null {
  const entry = new TreeCursor(tree, idBytes);
  while (entry.next()) if (entry.isNamed(name)) return { mode: entry.mode, sha: entry.sha };
  return null;
}

function splitBytes(path: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = path.indexOf(0x2f); end >= 0; end = path.indexOf(0x2f, start)) {
    parts.push(path.subarray(start, end));
    start = end + 1;
  }
  parts.push(path.subarray(start));
  return parts;
}
