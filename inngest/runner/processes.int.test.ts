// Several processes on one database: limits hold over all of them, nothing runs twice, a dead one's runs go on.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startEmbedded } from '@/db/embedded';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeChild, type Orders, startChild } from './kill-orders';

interface Entry {
  pid: number;
  run?: string;
  left?: string;
  step?: string;
  attempt?: number;
  at?: number;
  error?: string;
}

let database: TestDatabase | undefined;
let dataDir = '';
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-crowd-'));
  file = await makeChild();
  if (isNativeTest()) database = await openTestDatabase();
  else dataDir = await copyDataDir();
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
  if (dataDir) await tidyAway(dataDir);
});

const log = () => path.join(folder, 'log');
function entries(): Entry[] {
  if (!existsSync(log())) return [];
  const lines = readFileSync(log(), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}
const orders = (send: Orders['send']): Orders => ({
  url: database?.url ?? '',
  dataDir,
  log: log(),
  send,
  kill: null,
  isCrowd: true,
});
const events = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: randomUUID(), name: 'main', data: { key: `k${i % 5}` } }));

/** The most steps of one key, and of all, that were under way at one time. */
function mostAtOnce(keys: Map<string, string>): { key: number; all: number } {
  const open = new Map<string, number>();
  const most = { key: 0, all: 0 };
  const moments = entries().filter((entry) => entry.at && keys.has(entry.run ?? entry.left ?? ''));
  for (const entry of moments.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    const key = keys.get(entry.run ?? entry.left ?? '') ?? '';
    open.set(key, (open.get(key) ?? 0) + (entry.run ? 1 : -1));
    most.key = Math.max(most.key, open.get(key) ?? 0);
    most.all = Math.max(
      most.all,
      [...open.values()].reduce((sum, n) => sum + n),
    );
  }
  return most;
}

if (isNativeTest()) {
  test('two processes share the work, keep the limits between them, and run each step once', async () => {
    const [first, second] = [startChild(file), startChild(file)];
    expect(await Promise.all([first.obey(orders(events(20))), second.obey(orders(events(20)))])).toEqual([0, 0]);
    const seen = entries().filter((entry) => entry.run);
    const starts = seen.map((entry) => `${entry.run} ${entry.step} ${entry.attempt}`);
    expect(new Set(starts).size).toBe(starts.length);
    // a, shaky twice, c, d, z; and x of the function that each run sends for.
    expect(starts).toHaveLength(40 * 7);
    expect(new Set(seen.map((entry) => entry.pid)).size).toBe(2);
    const runs = await database!.db.$client<{ id: string; key: string }[]>`
      select id, limit_keys[1] as key from engine_runs where function_id = 'freshet-main'`;
    expect(mostAtOnce(new Map(runs.map((run) => [run.id, run.key])))).toEqual({ key: 1, all: 2 });
  });

  test('when one is killed, the other goes on with its runs once the lease is over', async () => {
    rmSync(log());
    const [victim, heir] = [startChild(file), startChild(file)];
    const finished = heir.obey(orders(events(10)));
    const killed = victim.obey(orders(events(30)));
    await vi.waitFor(() => expect(entries().length).toBeGreaterThan(60), { timeout: 120_000, interval: 5 });
    victim.kill();
    expect(await killed).toBeNull();
    const sql = database!.db.$client;
    const done = await sql<{ step: string; at: number }[]>`
      select run_id || ' ' || name as step, extract(epoch from saved_at)::float8 * 1000 as at
      from engine_steps where state = 'done'`;
    expect(await finished).toBe(0);
    expect(await sql`select 1 from engine_runs where status <> 'completed'`).toHaveLength(0);
    // The two share one clock: nothing begins once it has been saved, whoever saved it.
    const savedAt = new Map(done.map((row) => [row.step, row.at]));
    const late = entries().filter((entry) => (entry.at ?? 0) > (savedAt.get(`${entry.run} ${entry.step}`) ?? Infinity));
    expect(late).toEqual([]);
  });
} else {
  test('a second process is refused by the embedded database, so its engine is alone', async () => {
    const embedded = await startEmbedded(dataDir);
    try {
      expect(await startChild(file).obey(orders(events(1)))).toBe(1);
      expect(entries().map((entry) => entry.error)).toEqual([expect.stringContaining('already uses the data folder')]);
    } finally {
      await embedded.close();
    }
  });
}
