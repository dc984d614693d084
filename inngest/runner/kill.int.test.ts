// kill -9 at every statement and in every step: the next process goes on, and repeats no committed step.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectEmbedded } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { type Kill, type KillableChild, makeChild, type Orders, startChild } from './kill-orders';

const native = isNativeTest();
/** PGlite takes seconds to start: there, some of the moments stand for all. Before a statement is after the last one. */
const MOMENTS = native
  ? {
      statements: { main: ['in flight'] as const, free: ['in flight', 'after'] as const },
      stride: 1,
      steps: { main: ['a', 'shaky', 'd', 'z', 'x'], free: ['q'] },
      step: ['before', 'inside', 'after'] as const,
    }
  : {
      statements: { free: ['in flight'] as const },
      stride: 3,
      steps: { main: ['shaky', 'd', 'x'], free: ['q'] },
      step: ['after'] as const,
    };

let database: TestDatabase | undefined;
let folder: string;
let dataDir = '';
let file: string;
let next: KillableChild | undefined;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-kill-'));
  file = await makeChild();
  if (native) database = await openTestDatabase();
  else dataDir = await copyDataDir();
});
afterAll(async () => {
  next?.kill();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
  if (dataDir) await tidyAway(dataDir);
});

interface Entry {
  pid: number;
  run?: string;
  step?: string;
  attempt?: number;
  committed?: string[];
  sent?: string;
  finished?: boolean;
  error?: string;
}

const logFile = () => path.join(folder, 'log');
const entries = () =>
  readFileSync(logFile(), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);

async function runChild(kill: Kill | null, send: Orders['send']): Promise<number | null> {
  const child = next ?? startChild(file);
  next = startChild(file);
  const orders: Orders = { url: database?.url ?? '', dataDir, log: logFile(), send, kill, isCrowd: false };
  return await child.obey(orders);
}

/** Every start of a step against what was committed when its process began. */
function repeated(): string[] {
  const committed = new Set<string>();
  const started = new Set<string>();
  const wrong: string[] = [];
  for (const entry of entries()) {
    for (const step of entry.committed ?? []) committed.add(step);
    if (entry.error) wrong.push(entry.error);
    if (!entry.run) continue;
    const step = `${entry.run} ${entry.step}`;
    const once = `${entry.pid} ${step} ${entry.attempt}`;
    if (committed.has(step)) wrong.push(`${step} ran again after its commit`);
    if (started.has(once)) wrong.push(`${step} ran twice in one process`);
    started.add(once);
  }
  return wrong;
}

test('wherever it is killed, the next process goes on and no committed step runs twice', async () => {
  const sent: string[] = [];
  let kills = 0;
  const attempt = async (name: string, kill: Kill) => {
    const id = `${name}-${sent.length}`;
    sent.push(id);
    const code = await runChild(kill, [{ id, name, data: { key: 'k' } }]);
    if (code === null) kills += 1;
    else expect(code).toBe(0);
    return code === null;
  };
  for (const [name, moments] of Object.entries(MOMENTS.statements)) {
    const before = kills;
    for (let number = 1; ; number += MOMENTS.stride) {
      const killed = [];
      for (const when of moments) killed.push(await attempt(name, { at: 'statement', number, when }));
      if (!killed.some(Boolean)) break;
    }
    // At least: take the event in, claim, plan, save three steps, finish.
    expect(kills - before).toBeGreaterThanOrEqual(Math.floor(7 / MOMENTS.stride));
  }
  for (const [name, steps] of Object.entries(MOMENTS.steps)) {
    for (const step of steps) {
      for (const when of MOMENTS.step) expect(await attempt(name, { at: 'step', step, when })).toBe(true);
    }
  }
  expect(await runChild(null, [])).toBe(0);
  expect(repeated()).toEqual([]);
  await expectFinished(sent);
}, 1_800_000);

async function expectFinished(sent: string[]): Promise<void> {
  const embedded = native ? undefined : await startEmbedded(dataDir, { isDurable: false });
  const db = embedded ? connectEmbedded(embedded) : database?.db;
  const sql = db!.$client;
  const runs = await sql<
    { id: string; function_id: string; status: string; event: string; from: string | null; steps: string | null }[]
  >`
    select r.id, r.function_id, r.status, r.events::jsonb -> 0 ->> 'id' as event,
      r.events::jsonb -> 0 -> 'data' ->> 'from' as from,
      (select string_agg(s.name || ':' || s.state, ' ' order by s.name) from engine_steps s where s.run_id = r.id) as steps
    from engine_runs r`;
  if (embedded) await sql.end();
  await embedded?.close();
  const of = (id: string) => runs.filter((run) => run.function_id === `freshet-${id}`);
  expect(runs.filter((run) => run.status !== 'completed')).toEqual([]);
  for (const run of of('main')) expect(run.steps).toBe('a:done c:done d:done send:done shaky:done z:done');
  for (const run of of('free')) expect(run.steps).toBe('p:done q:done r:done');
  // The step that sends was killed too: each run has sent its event once.
  expect(
    of('other')
      .map((run) => run.from)
      .sort(),
  ).toEqual(
    of('main')
      .map((run) => run.id)
      .sort(),
  );
  // What was durable when the send resolved is there.
  const durable = entries().flatMap((entry) => entry.sent ?? []);
  expect(durable.filter((id) => !runs.some((run) => run.event === id))).toEqual([]);
  expect(durable.length).toBeGreaterThan(sent.length / 2);
}
