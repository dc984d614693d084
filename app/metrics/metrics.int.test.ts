// What /metrics and /api/health say, after real syncs of real repositories.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connectNative } from '@/db/client';
import { users } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Actor } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { startMetrics } from '@/lib/metrics/start-metrics';
import { parseExposition } from '@/lib/metrics/testing';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { receiveWebhook } from '@/lib/webhooks/receive';

const SYSTEM: Actor = { kind: 'system' };
const TOKEN = 'a-token-of-some-length';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const HOST = 'localhost:4321';
let world: World;
let app: Awaited<ReturnType<typeof loadApp>>;

/** After the world: what the engine is made of reads the environment where it is loaded. */
async function loadApp() {
  const { provideSurroundings } = await import('@/app/_http/context');
  const { sessionCookieHeader } = await import('@/app/_auth/session');
  const { GET: metrics } = await import('./route');
  const { GET: health } = await import('@/app/api/health/route');
  return { provideSurroundings, sessionCookieHeader, metrics, health };
}

beforeAll(async () => {
  startMetrics();
  world = await startWorld({ FRESHET_RETRY_SECONDS: '3600' });
  app = await loadApp();
});
afterAll(async () => {
  app?.provideSurroundings(undefined);
  await world?.close();
});
beforeEach(() => provide({ FRESHET_METRICS_TOKEN: TOKEN }));

function provide(extra: Record<string, string>) {
  const { actor: _, ...parts } = world.as(SYSTEM);
  app.provideSurroundings({ ...parts, env: parseEnv({ ...process.env, ...extra }) });
}

const ask = (headers: Record<string, string> = {}) =>
  app.metrics(new Request(`http://${HOST}/metrics`, { headers: { host: HOST, ...headers } }));

async function scraped() {
  const response = await ask(BEARER);
  expect(response.status).toBe(200);
  const text = await response.text();
  return { text, ...parseExposition(text) };
}

async function cookie({ isAdmin = false } = {}): Promise<string> {
  const email = `${Math.random()}@example.com`;
  const [user] = await world.as(SYSTEM).db.insert(users).values({ email, isAdmin }).returning();
  const signedIn = { id: user?.id ?? '', sessionVersion: user?.sessionVersion ?? 0 };
  return (await app.sessionCookieHeader(world.as(SYSTEM), new Headers({ host: HOST }), signedIn)).split(';')[0] ?? '';
}

async function added(name: string): Promise<string> {
  const git = await createRepo(world.upstreams, name, { 'a.ts': 'export const osprey = 1;\n', 'b.txt': 'two\n' });
  const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}` });
  await world.settle(repo.id);
  return repo.id;
}

async function sync(id: string) {
  await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  return await world.settle(id);
}

const health = async (headers: Record<string, string> = {}) =>
  (await app.health(new Request(`http://${HOST}/api/health`, { headers: { host: HOST, ...headers } }))).json();

/** An answer that does not wait for a busy database says what was so a moment ago. */
const expectAttention = (attention: Record<string, number>) =>
  expect.poll(() => health(BEARER)).toMatchObject({ status: 'ok', attention });

it('is for administrators, for the token, and for the operator', async () => {
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${TOKEN}` }]) {
    const response = await ask(headers as Record<string, string>);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.text()).not.toContain('freshet_');
  }
  expect((await ask(BEARER)).headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect((await ask({ cookie: await cookie() })).status).toBe(403);
  expect((await ask({ cookie: await cookie({ isAdmin: true }) })).status).toBe(200);
  provide({});
  expect((await ask(BEARER)).status).toBe(401);
  provide({ FRESHET_AUTH: 'disabled' });
  expect((await ask()).status).toBe(200);
  expect((await ask({ host: 'evil.example' })).status).toBe(403);
});

it('moves with what happens, and tells no name and no secret', async () => {
  const before = await scraped();
  const id = await added('acme/quiet-name');
  await sync(id);
  await search(world.as(SYSTEM), { q: 'osprey' });
  await expect(search(world.as(SYSTEM), { q: 'osprey', cursor: 'x' })).rejects.toThrow();
  const unsigned = { headers: new Headers(), body: Buffer.from('{}') };
  await expect(receiveWebhook(world.as(SYSTEM), 'github', unsigned)).rejects.toThrow();
  const after = await scraped();
  const moved = (name: string, labels?: Record<string, string>) => after.sum(name, labels) - before.sum(name, labels);

  expect(moved('freshet_runs_ended_total', { outcome: 'succeeded', trigger: 'initial' })).toBe(1);
  expect(moved('freshet_runs_ended_total', { outcome: 'unchanged', trigger: 'manual' })).toBe(1);
  expect(moved('freshet_runs_ended_total')).toBe(2);
  expect(moved('freshet_run_duration_seconds_count', { outcome: 'succeeded' })).toBe(1);
  expect(moved('freshet_request_to_searchable_seconds_count')).toBe(1);
  expect(moved('freshet_request_to_searchable_seconds_sum')).toBeGreaterThan(0);
  for (const stage of ['reset', 'plan', 'index', 'publish', 'embed']) {
    expect(moved('freshet_stage_duration_seconds_count', { stage, outcome: 'ok' }), stage).toBe(1);
  }
  expect(moved('freshet_stage_duration_seconds_count', { stage: 'fetch' })).toBe(2);
  expect(moved('freshet_search_duration_seconds_count', { outcome: 'ok' })).toBe(1);
  expect(moved('freshet_search_duration_seconds_count', { outcome: 'invalid' })).toBe(1);
  expect(moved('freshet_webhook_deliveries_total', { host: 'github', outcome: 'refused' })).toBe(1);
  expect(moved('freshet_git_processes_started_total', { verb: 'ls-remote' })).toBe(2);
  expect(moved('freshet_git_processes_started_total', { verb: 'cat-file' })).toBeGreaterThan(0);
  expect(moved('freshet_git_processes_failed_total')).toBe(0);

  expect(after.sum('freshet_repositories', { status: 'ready', kind: 'mirror' })).toBe(1);
  expect(after.sum('freshet_freshness_age_seconds_count')).toBe(1);
  expect(after.sum('freshet_freshness_age_seconds_bucket', { le: '86400' })).toBe(1);
  expect(after.sum('freshet_files')).toBe(2);
  expect(after.sum('freshet_runs_open')).toBe(0);
  expect(after.sum('freshet_database_up')).toBe(1);
  expect(after.sum('freshet_database_bytes')).toBeGreaterThan(1_000_000);
  expect(after.sum('process_resident_memory_bytes')).toBeGreaterThan(0);
  for (const word of ['quiet-name', 'acme', '127.0.0.1', world.upstreams, TOKEN]) {
    expect(after.text, word).not.toContain(word);
  }
});

it('says at once when upstream refuses the token, and stops saying so when it works again', async () => {
  const id = await added('acme/refused');
  const fault = { match: '/acme/refused', status: 401 };
  world.git.faults.push(fault);
  const before = await scraped();
  await sync(id);
  await expectAttention({ failing: 1, auth_errors: 1, stale: 0 });
  const after = await scraped();
  expect(after.sum('freshet_repositories_failing', { error_kind: 'auth' })).toBe(1);
  const ended = { outcome: 'failed', trigger: 'manual', error_kind: 'auth' };
  expect(after.sum('freshet_runs_ended_total', ended) - before.sum('freshet_runs_ended_total', ended)).toBe(1);
  world.git.faults.splice(world.git.faults.indexOf(fault), 1);
  await sync(id);
  await expectAttention({ failing: 0, auth_errors: 0, stale: 0 });
});

it('shows a failed attempt while its run still waits for the next one', async () => {
  const id = await added('acme/waits');
  const fault = { match: '/acme/waits', status: 500 };
  world.git.faults.push(fault);
  await sync(id);
  expect((await world.runs(id))[0]).toMatchObject({ status: 'running', error_kind: 'network' });
  await expectAttention({ failing: 1, auth_errors: 0, stale: 0 });
  const { sum } = await scraped();
  expect(sum('freshet_repositories_failing', { error_kind: 'network' })).toBe(1);
  expect(sum('freshet_runs_open', { state: 'retrying' })).toBe(1);
  world.git.faults.splice(world.git.faults.indexOf(fault), 1);
  await sync(id);
  expect((await world.runs(id))[1]?.status).toBe('cancelled');
  expect((await scraped()).sum('freshet_runs_ended_total', { outcome: 'cancelled' })).toBeGreaterThan(0);
});

it('tells what needs attention to nobody who may not know', async () => {
  expect(await health()).not.toHaveProperty('attention');
  expect(await health({ authorization: 'Bearer wrong' })).not.toHaveProperty('attention');
  expect(await health({ cookie: 'freshet.session=made-up' })).not.toHaveProperty('attention');
  expect(await health({ cookie: await cookie() })).toMatchObject({ status: 'ok', attention: { stale: 0 } });
  provide({ FRESHET_AUTH: 'disabled' });
  expect(await health()).toHaveProperty('attention');
  expect(await health({ host: 'evil.example' })).not.toHaveProperty('attention');
});

it('answers while the database is away, and leaves out what only the database knows', async () => {
  const { actor: _, ...parts } = world.as(SYSTEM);
  const away = connectNative('postgres://nobody@127.0.0.1:1/nothing', 1);
  app.provideSurroundings({ ...parts, db: away, env: parseEnv({ ...process.env, FRESHET_METRICS_TOKEN: TOKEN }) });
  const { sum, types } = await scraped();
  expect(sum('freshet_database_up')).toBe(0);
  expect(types.has('freshet_repositories')).toBe(false);
  expect(sum('freshet_runs_ended_total')).toBeGreaterThan(0);
  await away.$client.end({ timeout: 0 });
  provide({ FRESHET_METRICS_TOKEN: TOKEN });
  expect((await scraped()).sum('freshet_database_up')).toBe(1);
});
