// kill -9 at every part of a move to another source, with force: what was searchable stays so, or is the other source's
// whole tree; the next process ends what was begun; and the repository follows one of the two. And the same while a mirror
// becomes a clone, or a clone a mirror.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { bundleChild } from '../servers/bundle-child';
import { type GitServer, startGitServer } from '../servers/git/git-http';
import { createRepo, type GitRepo } from '../servers/git/git-repo';
import type { Found, Heard, SyncOrders } from './sync-child';

/** PGlite takes seconds to start: there, some of the moments stand for all. */
const POINTS = isNativeTest() ? 12 : 5;
const CONVERSIONS = isNativeTest() ? 4 : 2;
const FILES = 12;

let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-kill-migrate-'));
  file = await bundleChild('e2e/faults/sync-child.ts');
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  git = await startGitServer({ root: path.join(folder, 'upstreams') });
});
afterAll(async () => {
  await git.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
  await tidyAway(dataDir);
});

/** Two sources that have nothing in common. */
const source = (name: string) =>
  createRepo(
    path.join(folder, 'upstreams'),
    `acme/${name}`,
    Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`${name}${i}.txt`, `word of ${name} in ${i}\n`])),
  );
const seenOf = (name: string) =>
  Array.from({ length: FILES }, (_, i) => `${name}${i}.txt word of ${name} in ${i}`).sort();
const urlOf = (upstream: GitRepo) => `${git.url}/${upstream.name}`;

const found = (): Found[] =>
  readFileSync(path.join(folder, 'log'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Found);

/** Runs one process to its end: its code, or null if it was killed. */
async function run(orders: Omit<SyncOrders, 'log'>): Promise<number | null> {
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
  child.stdin.on('error', () => {});
  const tell = (what: Heard) => void child.stdin.write(`${JSON.stringify(what)}\n`);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  createInterface({ input: child.stdout }).once('line', () => tell({ say: 'go' }));
  tell({ say: 'orders', orders: { ...orders, log: path.join(folder, 'log') } });
  return await ended;
}

const isRight = { status: 'ready', error: null, audit: 'ok', isPending: false, openRuns: 0, plans: 0, movesTo: null };

it('wherever it is killed, nothing served is lost and nothing half made is left', async () => {
  const sources = { rivers: await source('rivers'), lakes: await source('lakes') };
  const url = urlOf(sources.rivers);
  expect(await run({ repoId: null, url, kill: null })).toBe(0);
  const { repoId } = found()[0]!;
  expect(await run({ repoId, url, kill: null, moveTo: urlOf(sources.lakes) })).toBe(0);
  const moved = found().at(-1)!;
  expect(moved).toMatchObject({ ...isRight, url: urlOf(sources.lakes), headCommit: await sources.lakes.tip() });
  const total = moved.statements;
  expect(total).toBeGreaterThan(30);

  let kills = 0;
  for (let point = 0; point < POINTS; point++) {
    const from = found().at(-1)!.url === urlOf(sources.lakes) ? 'lakes' : 'rivers';
    const to = from === 'lakes' ? 'rivers' : 'lakes';
    const statement = 1 + Math.floor(((point + 0.5) * total) / POINTS);
    const code = await run({ repoId, url, kill: { statement }, moveTo: urlOf(sources[to]) });
    if (code === null) kills++;
    else expect(code).toBe(0);
    if (database) await database.db.$client`update engine_runs set lease_until = now() where lease_until > now()`;
    expect(await run({ repoId, url, kill: null })).toBe(0);
    const [atFirst, after] = [found().at(-2)!.atFirst, found().at(-1)!];
    expect([seenOf(from), seenOf(to)]).toContainEqual(atFirst);
    const at = after.url === urlOf(sources[from]) ? from : to;
    expect(after, `killed at statement ${statement} of ${total}`).toMatchObject({
      ...isRight,
      url: urlOf(sources[at]),
      headCommit: await sources[at].tip(),
    });
    // What was set aside for a moment may still wait for the sweep.
    expect(after.folders).toBeLessThanOrEqual(2);
  }
  expect(kills).toBeGreaterThanOrEqual(POINTS - 2);
  expect(await run({ repoId, url, kill: null })).toBe(0);
  const name = found().at(-1)!.url === urlOf(sources.lakes) ? 'lakes' : 'rivers';
  expect(found().at(-2)!.atFirst).toEqual(seenOf(name));
}, 1_200_000);

it('wherever it is killed while a mirror becomes a clone or back, it is one of the two, with all of its files or none', async () => {
  const upstream = await source('brooks');
  const url = urlOf(upstream);
  expect(await run({ repoId: null, url, kill: null })).toBe(0);
  const { repoId } = found().at(-1)!;
  const files = Array.from({ length: FILES }, (_, i) => `brooks${i}.txt`).sort();
  const whole = { clone: { out: files, beside: [] }, mirror: null };
  expect(await run({ repoId, url, kill: null, convertTo: 'clone' })).toBe(0);
  expect(found().at(-1)).toMatchObject({ ...isRight, kind: 'clone', files: whole.clone });
  const total = found().at(-1)!.statements;

  let kills = 0;
  for (let point = 0; point < CONVERSIONS; point++) {
    const to = found().at(-1)!.kind === 'clone' ? 'mirror' : 'clone';
    // The end of the run is where it happens.
    const statement = Math.floor(total / 2 + ((point + 0.5) * total) / CONVERSIONS / 2);
    const code = await run({ repoId, url, kill: { statement }, convertTo: to });
    if (code === null) kills++;
    else expect(code).toBe(0);
    if (database) await database.db.$client`update engine_runs set lease_until = now() where lease_until > now()`;
    expect(await run({ repoId, url, kill: null })).toBe(0);
    const [first, after] = [found().at(-2)!, found().at(-1)!];
    expect(first.atFirst.filter((one) => one.startsWith('brooks'))).toEqual(seenOf('brooks'));
    expect(after, `killed at statement ${statement} of ${total}`).toMatchObject({
      ...isRight,
      kind: to,
      files: whole[to],
      headCommit: await upstream.tip(),
    });
  }
  expect(kills).toBeGreaterThan(0);
}, 1_200_000);
