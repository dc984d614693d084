// What the engine forgets, and what it must not.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { prune } from './prune';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database.close());

const known = ['freshet-t'];

interface Seed {
  functionId?: string;
  hours: number;
  isEnded: boolean;
  isAnnouncing?: boolean;
}

async function insert(id: string, { functionId = 'freshet-t', hours, isEnded, isAnnouncing = false }: Seed) {
  const sql = database.db.$client;
  await sql`
    insert into engine_runs (id, function_id, events, idempotency_key, available_at, ended_at, status, is_announcing)
    values (${id}, ${functionId}, '[]', ${id}, now() - ${hours} * interval '1 hour',
      case when ${isEnded}::boolean then now() - ${hours} * interval '1 hour' end,
      case when ${isEnded}::boolean then 'completed' else 'queued' end::engine_run_status, ${isAnnouncing})`;
  await sql`insert into engine_steps (run_id, id, name, state) values (${id}, 's', 's', 'done')`;
}

test('ended runs are kept for a day, their steps for an hour, and what is not over for as long as it takes', async () => {
  const sql = database.db.$client;
  await insert('old', { hours: 25, isEnded: true });
  await insert('to-announce', { hours: 25, isEnded: true, isAnnouncing: true });
  await insert('recent', { hours: 23, isEnded: true });
  await insert('just-ended', { hours: 0, isEnded: true });
  await insert('open', { hours: 400, isEnded: false });
  await sql`insert into engine_events (id, name, received_at) values
    ('old', 't', now() - interval '25 hours'), ('recent', 't', now() - interval '23 hours')`;
  // Steps of three runs, the run and the event.
  expect(await prune(sql, { known })).toBe(5);
  const runs = await sql`select id, idempotency_key as key from engine_runs order by id`;
  expect(runs.map((run) => [run.id, run.key])).toEqual([
    ['just-ended', 'just-ended'],
    ['open', 'open'],
    ['recent', 'recent'],
    ['to-announce', 'to-announce'],
  ]);
  const steps = await sql`select run_id from engine_steps order by run_id`;
  expect(steps.map((step) => step.run_id)).toEqual(['just-ended', 'open']);
  expect((await sql`select id from engine_events`).map((event) => event.id)).toEqual(['recent']);
  expect(await prune(sql, { known })).toBe(0);
});

test('however much has become old, one turn drops it all', async () => {
  const sql = database.db.$client;
  await sql`
    insert into engine_runs (id, function_id, events, status, ended_at)
    select 'run-' || n, 'freshet-t', '[]', 'completed', now() - interval '2 days' from generate_series(1, 6500) n`;
  await sql`
    insert into engine_steps (run_id, id, name, state)
    select 'run-' || n, 's', 's', 'done' from generate_series(1, 6500) n`;
  await sql`
    insert into engine_events (id, name, received_at)
    select 'run-' || n, 't', now() - interval '2 days' from generate_series(1, 6500) n`;
  expect(await prune(sql, { known })).toBe(3 * 6500);
  for (const table of ['engine_runs', 'engine_steps', 'engine_events']) {
    expect(await sql`select 1 from ${sql(table)}`, table).toHaveLength(0);
  }
});

test('runs of functions that are gone wait for a week, and are given up then', async () => {
  const sql = database.db.$client;
  await insert('gone', { functionId: 'freshet-gone', hours: 8 * 24, isEnded: false });
  await insert('waiting', { functionId: 'freshet-gone', hours: 24, isEnded: false });
  await prune(sql, { known });
  const runs = await sql`select id, status from engine_runs order by id`;
  expect(runs.map((run) => [run.id, run.status])).toEqual([
    ['gone', 'cancelled'],
    ['waiting', 'queued'],
  ]);
});
