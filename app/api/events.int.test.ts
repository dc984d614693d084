import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orgs, repos, syncRuns } from '@/db/schema';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let repoId: string;
let runId: string;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', isPublic: true })
    .returning();
  repoId = repo?.id ?? '';
  const [run] = await api.db.insert(syncRuns).values({ repoId, trigger: 'manual' }).returning();
  runId = run?.id ?? '';
});

const set = (values: Partial<typeof syncRuns.$inferInsert>) =>
  api.db.update(syncRuns).set(values).where(eq(syncRuns.id, runId));

interface Event {
  event: string;
  id: string | undefined;
  data: { status: string; stage: string | null; progress: { done: number } };
}

/** The events of one connection, as a browser would see them. */
async function* listen(
  options: { lastEventId?: string; signal?: AbortSignal; cookie?: string } = {},
): AsyncGenerator<Event> {
  const response = await call('GET', `/api/v1/runs/${runId}/events`, {
    headers: options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId },
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.cookie ? { cookie: options.cookie } : {}),
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString('utf8');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const event = field('event');
      if (event) yield { event, id: field('id'), data: JSON.parse(field('data') ?? '{}') };
    }
  }
}

async function next(events: AsyncGenerator<Event>): Promise<Event> {
  const result = await events.next();
  if (result.done) throw new Error('The events ended too soon.');
  return result.value;
}

it('follows a run to its end, and never goes back', async () => {
  const events = listen();
  expect(await next(events)).toMatchObject({ event: 'progress', data: { status: 'queued' } });
  const fetching = { status: 'running', stage: 'fetch', attempts: 1, progressUnit: 'objects' } as const;
  await set({ ...fetching, progressDone: 50, progressTotal: 100 });
  expect(await next(events)).toMatchObject({ data: { stage: 'fetch', progress: { done: 50 } } });
  await set({ progressDone: 20 });
  await set({ progressUnit: 'deltas', progressDone: 5, progressTotal: 10 });
  expect(await next(events)).toMatchObject({ data: { progress: { done: 5 } } });
  await set({ stage: 'index', progressUnit: 'files', progressDone: 0, progressTotal: null });
  expect(await next(events)).toMatchObject({ data: { stage: 'index' } });
  await set({ status: 'succeeded', stage: 'embed', progressDone: 0, endedAt: new Date() });
  expect(await next(events)).toMatchObject({ event: 'end', data: { status: 'succeeded' } });
  expect((await events.next()).done).toBe(true);
});

it('starts again at the first stage when a new attempt begins', async () => {
  await set({ status: 'running', stage: 'index', attempts: 1, progressDone: 90 });
  const events = listen();
  expect(await next(events)).toMatchObject({ data: { stage: 'index' } });
  await set({ stage: 'fetch', attempts: 2, progressDone: 0 });
  expect(await next(events)).toMatchObject({ data: { stage: 'fetch' } });
  await events.return(undefined);
});

it('goes on where a connection was lost, and tells a browser that missed the end to stop', async () => {
  await set({ status: 'running', stage: 'index', attempts: 1, progressUnit: 'files', progressDone: 10 });
  const before = listen();
  const { id } = await next(before);
  await before.return(undefined);
  const after = listen({ lastEventId: id ?? '' });
  const coming = next(after);
  await set({ progressDone: 11 });
  expect(await coming).toMatchObject({ data: { progress: { done: 11 } } });
  await set({ status: 'unchanged' });
  const end = await next(after);
  expect(end.event).toBe('end');
  const late = await call('GET', `/api/v1/runs/${runId}/events`, { headers: { 'last-event-id': end.id ?? '' } });
  expect(late.status).toBe(204);
});

it('ends when the repository is deleted or hidden meanwhile', async () => {
  const events = listen();
  await next(events);
  await api.db.update(repos).set({ isPublic: false });
  expect(await next(events)).toMatchObject({ event: 'gone' });
  expect((await events.next()).done).toBe(true);
});

it('ends with the session that it was opened in, though visitors may see the run', async () => {
  const { cookie } = await api.signIn('ada@example.com');
  const events = listen({ cookie });
  expect(await next(events)).toMatchObject({ event: 'progress' });
  expect((await call('DELETE', '/api/v1/me/sessions?which=all', { cookie })).status).toBe(204);
  expect(await next(events)).toMatchObject({ event: 'gone' });
  expect((await events.next()).done).toBe(true);
});

it('opens no stream for a request that reads only its head', async () => {
  for (let i = 0; i < 120; i++) {
    const { status } = await call('HEAD', `/api/v1/runs/${runId}/events`);
    expect(status).toBe(200);
  }
  await set({ status: 'succeeded' });
  const events = listen();
  expect((await next(events)).event).toBe('end');
});

it('counts the streams that are open, and none that has ended', async () => {
  await set({ status: 'succeeded' });
  for (let i = 0; i < 120; i++) {
    const events = listen();
    expect((await next(events)).event).toBe('end');
  }
});

it('stops asking the database when the browser goes away', async () => {
  const gone = new AbortController();
  const events = listen({ signal: gone.signal });
  await next(events);
  const rest = events.next();
  gone.abort();
  expect((await rest).done).toBe(true);
});
