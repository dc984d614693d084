// kill -9 in the middle of a push to a mirror: the next process pushes again, and the other side has all of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { bundleChild } from '../servers/bundle-child';
import { type GitServer, startGitServer } from '../servers/git/git-http';
import { createRepo, type GitRepo } from '../servers/git/git-repo';

let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
let file: string;
let source: GitRepo;
let target: GitRepo;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-kill-push-'));
  file = await bundleChild('e2e/faults/push-child.ts');
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  git = await startGitServer({ root: folder });
  source = await createRepo(folder, 'acme/source', { 'a.txt': 'a\n' });
  target = await createRepo(folder, 'acme/target', null);
});
afterAll(async () => {
  await git.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
  await tidyAway(dataDir);
});

function start(repoId: string) {
  const urls = [source, target].map((repo) => `${git.url}/${repo.name}`);
  const child = spawn(process.execPath, [file, ...urls, repoId], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      FRESHET_DATA_DIR: dataDir,
      FRESHET_ALLOWED_HOSTS: '127.0.0.1',
      FRESHET_RETRY_SECONDS: '1,1,1',
      DATABASE_URL: database?.url ?? '',
    },
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return { child, lines, ended: once(child, 'close') };
}

const refsOf = async (repo: GitRepo) => await repo.git(['for-each-ref', '--format=%(refname) %(objectname)']);

it('is pushed by the next process, wherever it was killed', async () => {
  let repoId = '';
  for (const part of ['info/refs?service=git-receive-pack', 'target.git/git-receive-pack']) {
    await source.commit({ [`${repoId}.txt`]: `${part}\n` });
    const isIt = ({ path: asked }: { path: string }) => asked.includes(part);
    const before = git.requests.filter(isIt).length;
    const letGo = git.hold({ match: isIt, times: 1 });
    const { child, lines, ended } = start(repoId);
    while (git.requests.filter(isIt).length === before) {
      expect(child.exitCode).toBeNull();
      await sleep(10);
    }
    child.kill('SIGKILL');
    await ended;
    letGo();
    repoId ||= lines[0] ?? '';
    expect(repoId).toMatch(/^[0-9a-f-]{36}$/);
  }
  const last = start(repoId);
  await last.ended;
  const state = JSON.parse(last.lines.at(-1) ?? '{}');
  expect(state).toMatchObject({ status: 'ok', error: null, dirty: false, active_push_id: null });
  expect(await refsOf(target)).toBe(await refsOf(source));
});
