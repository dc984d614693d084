import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orgs, repos } from '@/db/schema';
import { statusSchema } from '@/lib/status/read-status';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => api.reset());

it('answers people who are signed in, as it is described, and nobody else', async () => {
  const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const failing = { status: 'error', errorKind: 'auth', error: 'No.', failingSince: new Date() } as const;
  await api.db.insert(repos).values({ orgId: org?.id ?? '', name: 'rivers', isPublic: true, ...failing });
  const refused = await call('GET', '/api/v1/status');
  expect(await refused.json()).toMatchObject({ status: 401, code: 'unauthenticated' });

  const { cookie } = await api.signIn('ada@example.com');
  const answer = await call('GET', '/api/v1/status', { cookie });
  expect(answer.status).toBe(200);
  const status = statusSchema.parse(await answer.json());
  expect(status.worst).toMatchObject([{ need: 'token', repo: { name: 'rivers' } }]);
  expect(status.freshness).toMatchObject({ repositories: 1, failing: 1, auth_errors: 1, fresh: 0 });
  expect((await call('GET', '/api/v1/status?x=1', { cookie })).status).toBe(400);
});
