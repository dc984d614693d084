// Every match over HTTP, line by line, as the API's schema says; and what a search says about its query.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StreamEvent, streamEventSchema } from '@/lib/search/stream/events';
import { addTestRepo } from '@/lib/search/testing';
import { workShare } from '@/lib/shares';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
beforeAll(async () => {
  api = await startApi();
  await api.reset();
  await addTestRepo(api.db, 'acme/rivers', { 'a.txt': 'rhine\nrhône rhine', 'b.txt': 'elbe' });
  await addTestRepo(api.db, 'acme/hidden', { 'c.txt': 'rhine' }, { isPublic: false });
});
afterAll(() => api.close());

const TARGET = '/api/v1/search/stream';
const linesOf = async (q: string, cookie?: string): Promise<StreamEvent[]> => {
  const answer = await call('GET', `${TARGET}?q=${encodeURIComponent(q)}`, cookie ? { cookie } : {});
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  const lines = (await answer.text()).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => streamEventSchema.parse(JSON.parse(line)));
};

it('gives every match of what the caller may see, and says that these are all', async () => {
  const events = await linesOf('/rh\\S+e/');
  expect(events).toMatchObject([
    {
      kind: 'file',
      repo: 'acme/rivers',
      path: 'a.txt',
      match_count: 3,
      matches: [
        { line: 1, text: 'rhine', ranges: [[0, 5]] },
        {
          line: 2,
          ranges: [
            [0, 5],
            [6, 11],
          ],
        },
      ],
    },
    { kind: 'progress', files: 1, matches: 3 },
    { kind: 'end', files: 1, matches: 3, exact: true, reason: null },
  ]);
  const { cookie } = await api.signIn('ada@x.example');
  expect((await linesOf('rhine', cookie)).at(-1)).toMatchObject({ files: 2, matches: 3, exact: true });
});

it('refuses what has no complete list before the answer begins', async () => {
  const answer = await call('GET', `${TARGET}?q=mode:meaning+rhine`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  expect((await call('GET', TARGET)).status).toBe(400);
});

it('gives its place back when the reader goes', async () => {
  const taken = () => workShare('streams').state('visitors').taken;
  const before = taken();
  const answer = await call('GET', `${TARGET}?q=rhine`);
  await answer.body!.getReader().cancel();
  expect(taken()).toBe(before);
});

it('tells over HTTP where a query is odd, and how it may be mended', async () => {
  const answer = await call('GET', `/api/v1/search?q=${encodeURIComponent('x rhi.*e')}`);
  expect((await answer.json()).notices).toMatchObject([
    { message: expect.stringContaining('between slashes'), start: 2, end: 8, suggestion: 'x /rhi.*e/' },
    { message: expect.stringContaining('Nothing matches') },
  ]);
});
