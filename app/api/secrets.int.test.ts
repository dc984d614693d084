import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orgs, repos } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { log } from '@/lib/log';
import { scanBeforeDelivery } from '@/lib/secret-scans/scan-before-delivery';
import { closeSecretlint } from '@/lib/secret-scans/scanners/secretlint';
import { SECRETS, withSecret } from '@/lib/secret-scans/testing';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let folder: string;
let id: string;
let cookie: string;

beforeAll(async () => {
  api = await startApi();
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-secrets-'));
  const git = await createRepo(folder, 'leaky', { 'a.txt': withSecret(), 'b.txt': `b\n${withSecret()}` });
  const [org] = await api.db.insert(orgs).values({ name: 'acme' }).returning();
  const url = 'https://127.0.0.1/acme/leaky';
  const headCommit = await git.tip();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'leaky', url, headCommit, isPublic: true })
    .returning();
  id = repo?.id ?? '';
  ({ cookie } = await api.signIn('ada@example.com', { isAdmin: true }));
  const ctx = { ...api, actor: { kind: 'system' as const }, log, send: async () => {} };
  const what = { repoId: id, dir: git.dir, commit: headCommit, subfolder: null, sinceCommits: [], configPath: null };
  expect(await scanBeforeDelivery(ctx, what)).toMatchObject({ status: 'found' });
});
afterAll(async () => {
  await closeSecretlint();
  await api?.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (method: string, rest = '', body?: object) => {
  const answer = await call(method, `/api/v1/repos/${id}/secrets${rest}`, { cookie, ...(body ? { body } : {}) });
  const text = await answer.text();
  expect(text).not.toMatch(SECRETS);
  return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
};

it('tells what was found page by page, takes exceptions, and gives them up', async () => {
  const { status, json } = await ask('GET', '?limit=1');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    is_marked: true,
    scan: { scope: 'tree', status: 'found', open_count: 2 },
    findings: [{ path: 'a.txt', line: 1, commit: null, is_excepted: false }],
    scans: [{ scope: 'commits' }, { scope: 'tree' }],
    you_may: ['scan', 'manage'],
  });
  const next = await ask('GET', `?limit=1&cursor=${json.next_cursor}`);
  expect(next.json).toMatchObject({ findings: [{ path: 'b.txt', line: 2 }], next_cursor: null });
  const commits = await ask('GET', `?scan=${json.scans[0].id}`);
  expect(commits.json.findings[0].commit).toMatch(/^[0-9a-f]{40}$/);

  const { fingerprint } = json.findings[0];
  expect(await ask('POST', '/exceptions', { fingerprint, reason: ' ' })).toMatchObject({ status: 400 });
  expect(await ask('POST', '/exceptions', { fingerprint: 'x', reason: 'why' })).toMatchObject({ status: 400 });
  const made = await ask('POST', '/exceptions', { fingerprint, reason: 'an example' });
  expect(made).toMatchObject({ status: 201, json: { reason: 'an example', created_by: 'ada@example.com' } });
  expect(await ask('POST', '/exceptions', { fingerprint, reason: 'again' })).toMatchObject({ status: 409 });
  // The same finding of the scan of commits is one as well.
  expect((await ask('GET', `?scan=${json.scans[0].id}`)).json).toMatchObject({ scan: { open_count: 1 } });
  expect(await ask('DELETE', `/exceptions/${made.json.id}`)).toMatchObject({ status: 204 });
  expect(await ask('DELETE', `/exceptions/${made.json.id}`)).toMatchObject({ status: 404 });
});

it('takes settings, and refuses paths that are none', async () => {
  expect(await ask('PATCH', '', { config_path: 'ci/leaks.toml' })).toMatchObject({
    status: 200,
    json: { scans_every_sync: false, config_path: 'ci/leaks.toml' },
  });
  for (const config_path of ['/etc/passwd', 'a/', '', 'a\nb']) {
    expect(await ask('PATCH', '', { config_path }), config_path).toMatchObject({ status: 400 });
  }
  expect(await ask('PATCH', '', { config_path: null })).toMatchObject({ status: 200, json: { config_path: null } });
  expect(await ask('POST', '/scan')).toMatchObject({ status: 200, json: { is_scanning: true } });
  await api.db.update(repos).set({ headCommit: null }).where(eq(repos.id, id));
  expect(await ask('POST', '/scan')).toMatchObject({ status: 409 });
});

it('is there for members alone', async () => {
  const visitor = await call('GET', `/api/v1/repos/${id}/secrets`);
  expect(visitor.status).toBe(401);
});
