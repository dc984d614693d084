// Lets a repository on disk stand where Freshet keeps its mirrors, so that indexing is measured without fetching.
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { mirrorDir } from '@/lib/git/mirror-dir';

/** `dir`: a bare repository, which is only read. */
export async function linkMirror(dataDir: string, repoId: string, dir: string): Promise<void> {
  const place = mirrorDir(dataDir, repoId);
  await mkdir(path.dirname(place), { recursive: true });
  await symlink(path.resolve(dir), place);
}
