// kill -9 at every part of a sync: what was searchable stays so, the next process goes on, and the end is right.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { type GitServer, startGitServer } from '../servers/git-http';
import { createRepo, type GitRepo } from '../servers/git-repo';
import type { Found, SyncOrders } from './sync-child';

/** PGlite takes seconds to start: there, some of the moments stand for all. */
const POINTS = isNativeTest() ? 10 : 7;
const FILES = 12;

let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
let upstream: GitRepo;
let next: Child | undefined;

interface Child {
  process: ChildProcess;
  lines: Interface;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-kill-sync-'));
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  git = await startGitServer({ root: path.join(folder, 'upstreams') });
  upstream = await createRepo(path.join(folder, 'upstreams'), 'acme/killed', filesOf(0));
});
afterAll(async () => {
  next?.process.kill('SIGKILL');
  await git.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

const filesOf = (round: number) =>
  Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`f${i}.txt`, `word of round ${round} in ${i}\n`]));
const seenOf = (round: number) =>
  Array.from({ length: FILES }, (_, i) => `f${i}.txt word of round ${round} in ${i}`).sort();

function start(): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(process.cwd(), 'e2e/faults/sync-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      FRESHET_DATA_DIR: dataDir,
      FRESHET_ALLOWED_HOSTS: '127.0.0.1',
      FRESHET_RETRY_SECONDS: '1,1,1',
      DATABASE_URL: database?.url ?? '',
    },
  });
  return { process: child, lines: createInterface({ input: child.stdout! }) };
}

const found = (): Found[] =>
  readFileSync(path.join(folder, 'log'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Found);

/** Runs one process; `between` happens after it has looked around and before it syncs. Null: it was killed. */
async function run(orders: Omit<SyncOrders, 'log' | 'url'>, between: () => Promise<unknown>): Promise<number | null> {
  const child = next ?? start();
  next = start();
  const ended = once(child.process, 'exit') as Promise<[number | null]>;
  const full: SyncOrders = { ...orders, log: path.join(folder, 'log'), url: `${git.url}/${upstream.name}` };
  const looked = new Promise<void>((resolve) => {
    child.lines.on('line', (line) => {
      if (line === 'looked') resolve();
    });
  });
  child.process.stdin!.write(`${JSON.stringify(full)}\n`);
  await Promise.race([looked, ended]);
  await between();
  child.process.stdin!.write('go\n');
  return (await ended)[0];
}

const isRight = { status: 'ready', error: null, audit: 'ok', isPending: false, openRuns: 0, plans: 0, folders: 1 };

it('wherever it is killed, nothing served is lost and the next process brings everything in', async () => {
  let round = 0;
  const push = () => upstream.commit(filesOf(++round));
  expect(await run({ repoId: null, kill: null }, push)).toBe(0);
  const [first, whole] = found();
  expect(first).toMatchObject({ ...isRight, atFirst: [] });
  expect(whole).toMatchObject({ ...isRight, headCommit: await upstream.tip() });
  const repoId = first!.repoId;
  const total = whole!.statements;
  expect(total).toBeGreaterThan(30);

  let kills = 0;
  for (let point = 0; point < POINTS; point++) {
    const statement = 1 + Math.floor(((point + 0.5) * total) / POINTS);
    const code = await run({ repoId, kill: { statement } }, push);
    if (code === null) kills++;
    else expect(code).toBe(0);
    const before = round;
    // The next process looks first at what a reader sees at once, then goes on.
    expect(await run({ repoId, kill: null }, async () => {})).toBe(0);
    const after = found().at(-2)!;
    expect([seenOf(before - 1), seenOf(before)]).toContainEqual(after.atFirst);
    expect(found().at(-1), `killed at statement ${statement} of ${total}`).toMatchObject({
      ...isRight,
      headCommit: await upstream.tip(),
    });
  }
  expect(kills).toBeGreaterThanOrEqual(POINTS - 2);

  // While git is fetching.
  const fault = { match: 'acme/killed', delayMs: 1500 };
  const slow = run({ repoId, kill: { afterMs: 800 } }, async () => {
    await push();
    git.faults.push(fault);
  });
  expect(await slow).toBeNull();
  git.faults.splice(git.faults.indexOf(fault), 1);
  expect(await run({ repoId, kill: null }, async () => {})).toBe(0);
  expect(found().at(-2)?.atFirst).toEqual(seenOf(round - 1));
  expect(found().at(-1)).toMatchObject({ ...isRight, headCommit: await upstream.tip() });
}, 1_200_000);
