// Finds the repositories in a folder of this machine, within FRESHET_LOCAL_ROOTS: work trees and bare ones.
import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { listFolder } from '@/lib/files/plain-file';
import { enter, localPolicy, openPolicy, requireLocalRoot } from '@/lib/git/local/local-folders';
import { type ImportList, MAX_ROWS } from './import-settings';

/** How deep, and how many folders, are looked at: somebody may name the root of a large disk. */
const MAX_DEPTH = 5;
const MAX_FOLDERS = 20_000;
/** What holds others' code in great numbers, and no repositories of one's own. */
const PASSED_BY = new Set(['node_modules']);

/**
 * By name, those in a repository not looked for; links are not followed. Throws `invalid` if the folder may not be read,
 * and `limit` if there is too much in it.
 */
export async function readFolder(folder: string, env: Pick<Env, 'localRoots' | 'dataDir'>): Promise<ImportList> {
  const policy = localPolicy(env);
  const top = path.resolve(folder);
  requireLocalRoot(folder, policy.roots);
  await enter(top, await openPolicy(policy));
  const found: string[] = [];
  const waiting = [{ dir: top, depth: 0 }];
  let folders = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    folders += 1;
    if (folders > MAX_FOLDERS || found.length > MAX_ROWS) throw tooMuch();
    // A folder that may not be read holds nothing for us.
    const entries = await listFolder(next.dir).catch(() => []);
    if (isRepository(entries)) found.push(next.dir);
    else if (next.depth < MAX_DEPTH) {
      for (const entry of entries) {
        if (!entry.isDirectory() || PASSED_BY.has(entry.name)) continue;
        waiting.push({ dir: path.join(next.dir, entry.name), depth: next.depth + 1 });
      }
    }
  }
  if (found.length === 0) {
    throw new AppError(
      'invalid',
      `There is no git repository in this folder, nor in the folders in it, ${MAX_DEPTH} deep.`,
      {
        kind: 'policy',
      },
    );
  }
  return { rows: found.sort().map((dir, index) => ({ row: index + 1, path: dir })), unread: [] };
}

/** By its looks; whether it really is one, and may be read, is found out when it is added. */
function isRepository(entries: Dirent[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return names.has('.git') || (names.has('HEAD') && names.has('objects') && names.has('refs'));
}

function tooMuch(): AppError {
  return new AppError(
    'limit',
    `This folder holds more than ${MAX_ROWS} repositories or ${MAX_FOLDERS} folders. Name folders within it, one after the other.`,
  );
}
