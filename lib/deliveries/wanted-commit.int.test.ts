// Of a folder that somebody works in, hosts should have what HEAD is at: also where that is no branch.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { createWorkTree, fingerprint, type WorkTree } from '@/e2e/servers/git/work-tree';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { wantedCommit } from './wanted-commit';

let root: string;
let database: TestDatabase;
let tree: WorkTree;
let first: string;
let second: string;

beforeAll(async () => {
  root = await makeTemporaryFolder();
  database = await openTestDatabase();
  tree = await createWorkTree(path.join(root, 'work', 'conf'), { 'a.txt': 'one\n' });
  first = (await tree.git(['rev-parse', 'HEAD'])).trim();
  second = await tree.commit({ 'a.txt': 'two\n' });
});
afterAll(async () => {
  await database?.close();
  await removeFolder(root);
});

const wanted = async () => {
  const env = parseEnv({
    NODE_ENV: 'test',
    FRESHET_DATA_DIR: path.join(root, 'data'),
    FRESHET_LOCAL_ROOTS: path.join(root, 'work'),
  });
  const repo = { repoId: '0', dir: tree.dir, kind: 'local', localPath: tree.dir, defaultBranch: 'main' };
  return await wantedCommit({ db: database.db, env }, { ...repo, headCommit: first }, null, undefined);
};

it('is that of the branch that is checked out, whatever is changed beside it', async () => {
  await tree.write('a.txt', 'not committed\n');
  const before = await fingerprint(tree.dir);
  expect(await wanted()).toEqual({ commit: second, ref: 'main' });
  expect(await fingerprint(tree.dir)).toEqual(before);
  await tree.git(['checkout', '-q', '--', '.']);
});

it('is the commit itself where HEAD is at no branch', async () => {
  await tree.git(['checkout', '-q', '--detach', first]);
  expect(await wanted()).toEqual({ commit: first, ref: 'HEAD' });
});
