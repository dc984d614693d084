// kill -9 at every part of a sync: what was searchable stays so, the next process goes on, and the end is right.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { parseEnv } from '@/lib/env';
import { tidyAway } from '@/lib/files/remove-folder';
import { log } from '@/lib/log';
import { bundleChild } from '../servers/bundle-child';
import { type GitServer, startGitServer } from '../servers/git/git-http';
import { createRepo, type GitRepo } from '../servers/git/git-repo';
import { type Question, seeTree, type Tree } from './see-tree';
import type { Found, Heard, Said, SyncOrders } from './sync-child';
import { type SearchWatch, watchSearch } from './watch-search';

/** PGlite takes seconds to start: there, some of the moments stand for all. */
const POINTS = isNativeTest() ? 10 : 7;
const FILES = 12;

let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
let upstream: GitRepo;
let file: string;
let next: Child | undefined;
/** The process that has its orders. */
let current: Child | undefined;
let watch: SearchWatch | undefined;

interface Child {
  process: ChildProcess;
  tell: (what: Heard) => void;
  looked: Promise<void>;
  /** Null if a signal ended it. */
  ended: Promise<number | null>;
  see: (question: Question) => Promise<Tree>;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-kill-sync-'));
  file = await bundleChild('e2e/faults/sync-child.ts');
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
  await tidyAway(dataDir);
});

const filesOf = (round: number) =>
  Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`f${i}.txt`, `word of round ${round} in ${i}\n`]));
const seenOf = (round: number) =>
  Array.from({ length: FILES }, (_, i) => `f${i}.txt word of round ${round} in ${i}`).sort();

function start(): Child {
  const child = spawn(process.execPath, [file], {
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
  child.stdin!.on('error', () => {});
  const tell = (what: Heard) => void child.stdin!.write(`${JSON.stringify(what)}\n`);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const answers = new Map<number, (tree: Tree) => void>();
  let asked = 0;
  const looked = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      if (said.said === 'looked') resolve();
      else answers.get(said.number)?.(said.tree);
    });
  });
  const see = async (question: Question) => {
    const number = ++asked;
    const answer = new Promise<Tree>((resolve) => answers.set(number, resolve));
    tell({ say: 'see', number, question });
    const tree = await Promise.race([answer, ended.then(() => null)]);
    if (tree === null) throw new Error(HAS_ENDED);
    return tree;
  };
  return { process: child, tell, looked, ended, see };
}

const HAS_ENDED = 'the process has ended';

/** Over a connection of our own if there may be two; else only whoever has the database can answer. */
async function see(question: Question): Promise<Tree> {
  if (database) {
    const send = () => Promise.reject(new Error('nothing is sent from here'));
    return await seeTree({ actor: { kind: 'anonymous' }, db: database.db, env: parseEnv({}), log, send }, question);
  }
  if (!current) throw new Error(HAS_ENDED);
  return await current.see(question);
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
  const full: SyncOrders = { ...orders, log: path.join(folder, 'log'), url: `${git.url}/${upstream.name}` };
  child.tell({ say: 'orders', orders: full });
  current = child;
  const code = await Promise.race([child.looked.then(() => 'looked' as const), child.ended]);
  if (code !== 'looked') throw new Error(`The process ended with code ${code} before it was to.`);
  await (watch ? watch.during(between) : between());
  child.tell({ say: 'go' });
  return await child.ended;
}

/** Ten seconds pass: what the killed process had in hand is free. */
async function endLeases(): Promise<void> {
  if (database) await database.db.$client`update engine_runs set lease_until = now() where lease_until > now()`;
}

const isRight = { status: 'ready', error: null, audit: 'ok', isPending: false, openRuns: 0, plans: 0, folders: 1 };

it('wherever it is killed, nothing served is lost and the next process brings everything in', async () => {
  let round = 0;
  const push = async () => {
    round += 1;
    watch?.may(repoId, filesOf(round));
    await upstream.commit(filesOf(round));
  };
  let repoId = '';
  expect(await run({ repoId: null, kill: null }, push)).toBe(0);
  const [first, whole] = found();
  expect(first).toMatchObject({ ...isRight, atFirst: [] });
  expect(whole).toMatchObject({ ...isRight, headCommit: await upstream.tip() });
  repoId = first!.repoId;
  watch = watchSearch(see, { repoId, q: 'word', tree: filesOf(round) });
  if (!database) watch.mayFail((error) => error instanceof Error && error.message === HAS_ENDED);
  let total = whole!.statements;
  expect(total).toBeGreaterThan(30);

  let kills = 0;
  for (let point = 0; point < POINTS; point++) {
    const statement = 1 + Math.floor(((point + 0.5) * total) / POINTS);
    const code = await run({ repoId, kill: { statement } }, push);
    if (code === null) kills++;
    else expect(code).toBe(0);
    await endLeases();
    const before = round;
    // The next process looks first at what a reader sees at once, then goes on.
    expect(await run({ repoId, kill: null }, async () => {})).toBe(0);
    const after = found().at(-2)!;
    expect([seenOf(before - 1), seenOf(before)]).toContainEqual(after.atFirst);
    expect(found().at(-1), `killed at statement ${statement} of ${total}`).toMatchObject({
      ...isRight,
      headCommit: await upstream.tip(),
    });
    watch.must(repoId, filesOf(round));
    // What the engine does every minute may have been counted too.
    total = Math.min(total, found().at(-1)!.statements);
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
  watch.must(repoId, filesOf(round));
  expect(await watch.stop()).toEqual([]);
}, 1_200_000);
