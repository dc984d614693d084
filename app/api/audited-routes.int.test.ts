// Walks every route that changes something, as somebody who may, and looks for what the audit log tells of it.
import { createHash, randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formNames } from '@/app/_forms/all-forms';
import {
  auditLog,
  deliveries,
  deliveryReleases,
  deliveryRuns,
  deliveryTargets,
  hostKeys,
  orgMembers,
  orgs,
  pushMirrors,
  repoShares,
  repos,
  rewrites,
  secretExceptions,
  secretFindings,
  secretScans,
  syncRuns,
  targets,
  users,
} from '@/db/schema';
import { newOneTimeToken } from '@/lib/accounts/one-time-token';
import { hashPassword } from '@/lib/accounts/password';
import { addPerson, Browser, PASSWORD as SIGN_IN_PASSWORD } from './_browser';
import { type ApiWorld, type CallOptions, call, routeFiles, startApi } from './_testing';

let api: ApiWorld;
let admin: { id: string; cookie: string };
let other: { id: string; cookie: string };
let repoId: string;
let orgId: string;

const PASSWORD = 'a swift and narrow stream';
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  admin = await api.signIn('ada@example.com', { isAdmin: true });
  other = await api.signIn('bo@example.com');
  const [org] = await api.db.insert(orgs).values({ name: 'acme' }).returning();
  orgId = org?.id ?? '';
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId, name: 'rivers', url: 'https://127.0.0.1/acme/rivers', status: 'ready' })
    .returning();
  repoId = repo?.id ?? '';
});

/** Entries of the log, without the sessions that signing in began. */
async function entries() {
  const rows = await api.db.select().from(auditLog).orderBy(asc(auditLog.id));
  return rows.filter((row) => row.verb !== 'session.begin');
}

type Change = () => Promise<{ target: string; body?: unknown; by?: CallOptions }>;

async function post(target: string, body: object) {
  return await (await call('POST', target, { cookie: admin.cookie, body })).json();
}

async function addPushMirror(): Promise<string> {
  const url = 'https://127.0.0.1/acme/copy';
  const [added] = await api.db
    .insert(pushMirrors)
    .values({ repoId, url, sourceKey: '127.0.0.1/acme/copy', sourceType: 'custom' })
    .returning();
  return added?.id ?? '';
}

async function addFinding(): Promise<string> {
  const fingerprint = createHash('sha1').update(randomUUID()).digest('hex');
  const about = { repoId, commit: 'a'.repeat(40), scope: 'tree', scanner: 'secretlint', scannerVersion: '1' } as const;
  const [scan] = await api.db
    .insert(secretScans)
    .values({ ...about, key: 'x', status: 'found', foundCount: 1 })
    .returning();
  const finding = { repoId, fingerprint, rule: 'a', title: 'a', path: 'a.txt' };
  await api.db.insert(secretFindings).values({ scanId: scan?.id ?? '', ...finding });
  return fingerprint;
}

async function addSecretException(): Promise<string> {
  const [row] = await api.db
    .insert(secretExceptions)
    .values({ repoId, fingerprint: await addFinding(), rule: 'a', path: 'a.txt', reason: 'an example' })
    .returning();
  return row?.id ?? '';
}

async function addRewrite(): Promise<string> {
  const [run] = await api.db.insert(syncRuns).values({ repoId, trigger: 'api', status: 'succeeded' }).returning();
  const [added] = await api.db
    .insert(rewrites)
    .values({
      repoId,
      runId: run?.id ?? '',
      branch: 'main',
      oldCommit: 'a'.repeat(40),
      lostCommits: 1,
      keptUntil: new Date(),
    })
    .returning();
  return added?.id ?? '';
}

async function addConnection(): Promise<string> {
  const body = { host: 'http://127.0.0.1:1', source_type: 'gitea', owner: 'acme' };
  return (await post('/api/v1/connections', body)).id;
}

/** A delivery to one host, which keeps an earlier release of it. */
async function addDelivery(): Promise<{ id: string; targetId: string }> {
  const targetId = await addTarget();
  const [added] = await api.db.insert(deliveries).values({ repoId }).returning();
  const id = added?.id ?? '';
  await api.db.insert(deliveryTargets).values({ deliveryId: id, targetId });
  const digest = 'd'.repeat(64);
  await api.db
    .insert(deliveryReleases)
    .values({ deliveryId: id, targetId, name: 'earlier', state: 'kept', commit: 'a'.repeat(40), digest });
  return { id, targetId };
}

/** How each route is asked so that it changes something, and what the log then tells. */
const CHANGES: Record<string, [verb: string, change: Change]> = {
  'POST /api/v1/repos': ['repo.add', async () => ({ target: '/api/v1/repos', body: { url: 'https://127.0.0.1/a/b' } })],
  'POST /api/v1/imports': [
    'repo.add',
    async () => ({ target: '/api/v1/imports', body: { format: 'urls', content: 'https://127.0.0.1/a/b' } }),
  ],
  'POST /api/v1/connections': [
    'connection.add',
    async () => ({
      target: '/api/v1/connections',
      body: { host: 'http://127.0.0.1:1', source_type: 'gitea', owner: 'acme' },
    }),
  ],
  'PATCH /api/v1/connections/{id}': [
    'connection.change',
    async () => ({ target: `/api/v1/connections/${await addConnection()}`, body: { forks: true } }),
  ],
  'DELETE /api/v1/connections/{id}': [
    'connection.delete',
    async () => ({ target: `/api/v1/connections/${await addConnection()}` }),
  ],
  'POST /api/v1/connections/{id}/sync': [
    'connection.sync',
    async () => ({ target: `/api/v1/connections/${await addConnection()}/sync` }),
  ],
  'PATCH /api/v1/repos/{id}': [
    'repo.change',
    async () => ({ target: `/api/v1/repos/${repoId}`, body: { is_public: true } }),
  ],
  'DELETE /api/v1/repos/{id}': ['repo.delete', async () => ({ target: `/api/v1/repos/${repoId}` })],
  'POST /api/v1/repos/{id}/sync': ['repo.sync', async () => ({ target: `/api/v1/repos/${repoId}/sync` })],
  'POST /api/repos/{id}/sync': ['repo.sync', async () => ({ target: `/api/repos/${repoId}/sync` })],
  'POST /api/v1/repos/sync': ['repo.sync', async () => ({ target: '/api/v1/repos/sync', body: { org: 'acme' } })],
  'POST /api/v1/repos/{id}/archive': ['repo.archive', async () => ({ target: `/api/v1/repos/${repoId}/archive` })],
  'POST /api/v1/repos/{id}/unarchive': [
    'repo.unarchive',
    async () => {
      await api.db.update(repos).set({ status: 'archived' });
      return { target: `/api/v1/repos/${repoId}/unarchive` };
    },
  ],
  'POST /api/v1/repos/{id}/rename': [
    'repo.rename',
    async () => ({ target: `/api/v1/repos/${repoId}/rename`, body: { name: 'brooks' } }),
  ],
  'POST /api/v1/repos/{id}/transfer': [
    'repo.transfer',
    async () => {
      await api.db.insert(orgs).values({ name: 'brooks' });
      return { target: `/api/v1/repos/${repoId}/transfer`, body: { org: 'brooks' } };
    },
  ],
  'POST /api/v1/repos/{id}/convert': [
    'repo.convert',
    async () => ({ target: `/api/v1/repos/${repoId}/convert`, body: { kind: 'clone' } }),
  ],
  'POST /api/v1/repos/{id}/restore': [
    'repo.restore',
    async () => {
      await api.db.update(repos).set({ deletedAt: new Date() });
      return { target: `/api/v1/repos/${repoId}/restore` };
    },
  ],
  'POST /api/v1/repos/{id}/migrate': [
    'repo.migrate',
    async () => ({ target: `/api/v1/repos/${repoId}/migrate`, body: { source_url: 'https://127.0.0.1/acme/brooks' } }),
  ],
  'POST /api/v1/repos/{id}/confirm': [
    'repo.confirm_losses',
    async () => {
      await api.db.update(repos).set({ heldBackCommit: 'empty', heldBackReason: 'Nothing is left.' });
      return { target: `/api/v1/repos/${repoId}/confirm`, body: { commit: 'empty' } };
    },
  ],
  'DELETE /api/v1/repos/{id}/rewrites/{rewriteId}': [
    'repo.forget_rewrite',
    async () => ({ target: `/api/v1/repos/${repoId}/rewrites/${await addRewrite()}` }),
  ],
  'POST /api/v1/invites': [
    'invite.make',
    async () => ({ target: '/api/v1/invites', body: { email: 'joan@example.com' } }),
  ],
  'DELETE /api/v1/invites/{id}': [
    'invite.withdraw',
    async () => {
      const { invite } = await post('/api/v1/invites', { email: 'joan@example.com' });
      return { target: `/api/v1/invites/${invite.id}` };
    },
  ],
  'POST /api/v1/invites/accept': [
    'person.add',
    async () => {
      const { link } = await post('/api/v1/invites', { email: 'joan@example.com' });
      const token = new URL(link).searchParams.get('token');
      return { target: '/api/v1/invites/accept', body: { token, password: PASSWORD }, by: {} };
    },
  ],
  'POST /api/v1/setup': [
    'person.add',
    async () => {
      await api.db.delete(users);
      const { token, tokenHash } = newOneTimeToken();
      await api.db.execute(sql`
        insert into invites (token_hash, is_admin, expires_at) values (${tokenHash}, true, now() + interval '1 hour')`);
      const body = { token, email: 'first@example.com', password: PASSWORD };
      return { target: '/api/v1/setup', body, by: {} };
    },
  ],
  'PATCH /api/v1/people/{id}': [
    'person.change',
    async () => ({ target: `/api/v1/people/${other.id}`, body: { is_disabled: true } }),
  ],
  'DELETE /api/v1/people/{id}': ['person.delete', async () => ({ target: `/api/v1/people/${other.id}` })],
  'DELETE /api/v1/people/{id}/sessions': [
    'person.end_sessions',
    async () => ({ target: `/api/v1/people/${other.id}/sessions` }),
  ],
  'POST /api/v1/me/password': [
    'person.change_password',
    async () => {
      await api.db
        .update(users)
        .set({ passwordHash: await hashPassword(PASSWORD) })
        .where(eq(users.id, admin.id));
      const body = { current_password: PASSWORD, new_password: 'another long password' };
      return { target: '/api/v1/me/password', body };
    },
  ],
  'DELETE /api/v1/me/sessions': ['session.end', async () => ({ target: '/api/v1/me/sessions?which=all' })],
  'DELETE /api/v1/me/sessions/{id}': [
    'session.end',
    async () => {
      const { sessions } = await (await call('GET', '/api/v1/me/sessions', { cookie: admin.cookie })).json();
      return { target: `/api/v1/me/sessions/${sessions[0].id}` };
    },
  ],
  'POST /api/v1/webhooks/{host}/secret': [
    'webhook.set_secret',
    async () => ({ target: '/api/v1/webhooks/github/secret' }),
  ],
  'DELETE /api/v1/webhooks/{host}/secret': [
    'webhook.remove_secret',
    async () => {
      await call('POST', '/api/v1/webhooks/github/secret', { cookie: admin.cookie });
      return { target: '/api/v1/webhooks/github/secret' };
    },
  ],
  'POST /api/v1/notifications': [
    'notification_target.add',
    async () => ({ target: '/api/v1/notifications', body: { kind: 'webhook', url: 'https://127.0.0.1/hook/s3cret' } }),
  ],
  'DELETE /api/v1/notifications/{id}': [
    'notification_target.remove',
    async () => {
      const { target } = await post('/api/v1/notifications', { kind: 'webhook', url: 'https://127.0.0.1/hook' });
      return { target: `/api/v1/notifications/${target.id}` };
    },
  ],
  'POST /api/v1/tokens': [
    'token.make',
    async () => ({ target: '/api/v1/tokens', body: { name: 'ci', scopes: ['sync'], org: 'acme' } }),
  ],
  'DELETE /api/v1/tokens/{id}': [
    'token.revoke',
    async () => {
      const { id } = await post('/api/v1/tokens', { name: 'ci', scopes: ['sync'] });
      return { target: `/api/v1/tokens/${id}` };
    },
  ],
  'POST /api/v1/credentials': [
    'credential.make',
    async () => ({
      target: '/api/v1/credentials',
      body: { org: 'acme', name: 'ci', kind: 'password', user: 'ci', password: PASSWORD },
    }),
  ],
  'PATCH /api/v1/credentials/{id}': [
    'credential.rotate',
    async () => {
      const { id } = await post('/api/v1/credentials', { org: 'acme', name: 'ci', kind: 'token', token: 's3cret' });
      return { target: `/api/v1/credentials/${id}`, body: { token: 'another-s3cret' } };
    },
  ],
  'DELETE /api/v1/credentials/{id}': [
    'credential.delete',
    async () => {
      const { id } = await post('/api/v1/credentials', { org: 'acme', name: 'ci', kind: 'ssh_key' });
      return { target: `/api/v1/credentials/${id}` };
    },
  ],
  'POST /api/v1/targets': [
    'target.add',
    async () => ({
      target: '/api/v1/targets',
      body: { org: 'acme', name: 'web1', address: 'deploy@192.0.43.8', path: '/srv/site' },
    }),
  ],
  'PATCH /api/v1/targets/{id}': [
    'target.change',
    async () => ({ target: `/api/v1/targets/${await addTarget()}`, body: { group: 'web' } }),
  ],
  'DELETE /api/v1/targets/{id}': ['target.delete', async () => ({ target: `/api/v1/targets/${await addTarget()}` })],
  'POST /api/v1/targets/{id}/host-key': [
    'host_key.accept',
    async () => {
      const id = await addTarget();
      const [row] = await api.db.select().from(targets).where(eq(targets.id, id));
      await api.db
        .update(hostKeys)
        .set({ host: row?.host ?? '' })
        .where(eq(hostKeys.id, await addHostKey()));
      const body = { fingerprint: 'SHA256:CcCKY/wrEaUM+I629sBixyeWSgyCiAj+RsdArzoziXo' };
      return { target: `/api/v1/targets/${id}/host-key`, body };
    },
  ],
  'POST /api/v1/host-keys/{id}/accept': [
    'host_key.accept',
    async () => ({
      target: `/api/v1/host-keys/${await addHostKey()}/accept`,
      body: { fingerprint: 'SHA256:CcCKY/wrEaUM+I629sBixyeWSgyCiAj+RsdArzoziXo' },
    }),
  ],
  'DELETE /api/v1/host-keys/{id}': [
    'host_key.forget',
    async () => ({ target: `/api/v1/host-keys/${await addHostKey()}` }),
  ],
  'POST /api/v1/repos/{id}/deepen': [
    'repo.deepen',
    async () => {
      await api.db.update(repos).set({ depth: 5, fetchedDepth: 5, isShallow: true });
      return { target: `/api/v1/repos/${repoId}/deepen`, body: { full: true } };
    },
  ],
  'POST /api/v1/orgs': ['org.add', async () => ({ target: '/api/v1/orgs', body: { slug: 'brooks', name: 'Brooks' } })],
  'PATCH /api/v1/orgs/{slug}': [
    'org.change',
    async () => ({ target: '/api/v1/orgs/acme', body: { description: 'Rivers and dams.' } }),
  ],
  'DELETE /api/v1/orgs/{slug}': [
    'org.delete',
    async () => {
      await api.db.insert(orgs).values({ name: 'empty' });
      return { target: '/api/v1/orgs/empty' };
    },
  ],
  'POST /api/v1/orgs/{slug}/members': [
    'org.set_member',
    async () => ({ target: '/api/v1/orgs/acme/members', body: { email: 'bo@example.com', role: 'viewer' } }),
  ],
  'PUT /api/v1/orgs/{slug}/members/{personId}': [
    'org.set_member',
    async () => ({ target: `/api/v1/orgs/acme/members/${other.id}`, body: { role: 'admin' } }),
  ],
  'DELETE /api/v1/orgs/{slug}/members/{personId}': [
    'org.remove_member',
    async () => {
      await api.db.insert(orgMembers).values({ orgId, userId: other.id, role: 'viewer' });
      return { target: `/api/v1/orgs/acme/members/${other.id}` };
    },
  ],
  'POST /api/v1/repos/{id}/push-mirrors': [
    'repo.push-mirror-add',
    async () => ({ target: `/api/v1/repos/${repoId}/push-mirrors`, body: { url: 'https://127.0.0.1/acme/copy' } }),
  ],
  'PATCH /api/v1/repos/{id}/push-mirrors/{mirrorId}': [
    'repo.push-mirror-change',
    async () => ({
      target: `/api/v1/repos/${repoId}/push-mirrors/${await addPushMirror()}`,
      body: { prune: false },
    }),
  ],
  'DELETE /api/v1/repos/{id}/push-mirrors/{mirrorId}': [
    'repo.push-mirror-remove',
    async () => ({ target: `/api/v1/repos/${repoId}/push-mirrors/${await addPushMirror()}` }),
  ],
  'POST /api/v1/repos/{id}/push-mirrors/{mirrorId}/push': [
    'repo.push-mirror-push',
    async () => ({ target: `/api/v1/repos/${repoId}/push-mirrors/${await addPushMirror()}/push` }),
  ],
  'POST /api/v1/deliveries': [
    'delivery.add',
    async () => ({ target: '/api/v1/deliveries', body: { repo_id: repoId, target_ids: [await addTarget()] } }),
  ],
  'PATCH /api/v1/deliveries/{id}': [
    'delivery.change',
    async () => ({ target: `/api/v1/deliveries/${(await addDelivery()).id}`, body: { after_sync: true } }),
  ],
  'DELETE /api/v1/deliveries/{id}': [
    'delivery.delete',
    async () => ({ target: `/api/v1/deliveries/${(await addDelivery()).id}` }),
  ],
  'POST /api/v1/deliveries/{id}/run': [
    'delivery.run',
    async () => ({ target: `/api/v1/deliveries/${(await addDelivery()).id}/run`, body: {} }),
  ],
  'POST /api/v1/deliveries/{id}/rollback': [
    'delivery.roll-back',
    async () => {
      const { id, targetId } = await addDelivery();
      return { target: `/api/v1/deliveries/${id}/rollback`, body: { target_id: targetId } };
    },
  ],
  'POST /api/v1/delivery-runs/{id}/cancel': [
    'delivery.cancel',
    async () => {
      const { id } = await addDelivery();
      const [run] = await api.db.insert(deliveryRuns).values({ deliveryId: id, trigger: 'api' }).returning();
      return { target: `/api/v1/delivery-runs/${run?.id}/cancel` };
    },
  ],
  'PATCH /api/v1/repos/{id}/secrets': [
    'repo.secret-settings',
    async () => ({ target: `/api/v1/repos/${repoId}/secrets`, body: { scans_every_sync: true } }),
  ],
  'POST /api/v1/repos/{id}/secrets/scan': [
    'repo.secrets-scan',
    async () => {
      await api.db
        .update(repos)
        .set({ headCommit: 'a'.repeat(40) })
        .where(eq(repos.id, repoId));
      return { target: `/api/v1/repos/${repoId}/secrets/scan` };
    },
  ],
  'POST /api/v1/repos/{id}/secrets/exceptions': [
    'repo.secret-exception-add',
    async () => ({
      target: `/api/v1/repos/${repoId}/secrets/exceptions`,
      body: { fingerprint: await addFinding(), reason: 'an example' },
    }),
  ],
  'DELETE /api/v1/repos/{id}/secrets/exceptions/{exceptionId}': [
    'repo.secret-exception-remove',
    async () => ({ target: `/api/v1/repos/${repoId}/secrets/exceptions/${await addSecretException()}` }),
  ],
  'POST /api/v1/repos/{id}/shares': [
    'repo.share',
    async () => ({ target: `/api/v1/repos/${repoId}/shares`, body: { email: 'bo@example.com', can: 'read' } }),
  ],
  'PUT /api/v1/repos/{id}/shares/{personId}': [
    'repo.share',
    async () => ({ target: `/api/v1/repos/${repoId}/shares/${other.id}`, body: { can: 'write' } }),
  ],
  'DELETE /api/v1/repos/{id}/shares/{personId}': [
    'repo.unshare',
    async () => {
      await api.db.insert(repoShares).values({ repoId, userId: other.id, can: 'read' });
      return { target: `/api/v1/repos/${repoId}/shares/${other.id}` };
    },
  ],
  'POST /api/v1/runs/{id}/cancel': [
    'run.cancel',
    async () => {
      const [run] = await api.db.insert(syncRuns).values({ repoId, trigger: 'api', status: 'queued' }).returning();
      return { target: `/api/v1/runs/${run?.id}/cancel` };
    },
  ],
  'POST /api/v1/runs/{id}/retry': [
    'repo.sync',
    async () => {
      const [run] = await api.db
        .insert(syncRuns)
        .values({ repoId, trigger: 'api', status: 'failed', endedAt: new Date() })
        .returning();
      return { target: `/api/v1/runs/${run?.id}/retry` };
    },
  ],
  'POST /api/v1/runs/retry': [
    'repo.sync',
    async () => {
      await api.db.update(repos).set({ status: 'error', errorKind: 'network' });
      return { target: '/api/v1/runs/retry', body: { error_kind: 'network' } };
    },
  ],
};

async function addTarget(): Promise<string> {
  const place = { userName: 'x', host: 'web1.example.com', path: '/srv/site' };
  const key = { keyCiphertext: Buffer.from('sealed'), publicKey: 'ssh-ed25519 AAAA x' };
  const [row] = await api.db
    .insert(targets)
    .values({ orgId, name: 'web1', ...place, ...key })
    .returning();
  return row?.id ?? '';
}

async function addHostKey(): Promise<string> {
  const values = { host: `${randomUUID()}.example.com`, key: 'ssh-ed25519 AAAA', pendingKey: 'ssh-ed25519 BBBB' };
  const [row] = await api.db
    .insert(hostKeys)
    .values({ ...values, pendingSince: new Date() })
    .returning();
  return row?.id ?? '';
}

/** Routes that change nothing of what people set, each with its reason. */
const NOT_CHANGES: Record<string, string> = {
  'POST /api/v1/connections/{id}/preview': 'asks a host what there is, and changes nothing',
  'POST /api/v1/deliveries/{id}/verify':
    'reads what hosts have, writes nothing there, and notes how they stand; what people set stays as it is',
  'POST /api/v1/deliveries/verify':
    'reads what hosts have, writes nothing there, and notes how they stand; what people set stays as it is',
  'POST /api/v1/notifications/{id}/test': 'sends a message and changes nothing; its outcome is kept with the target',
  'POST /api/v1/targets/{id}/test': 'looks at a host and changes nothing; what it found is kept with the target',
  'POST /api/webhooks/{host}': 'a code host tells of a push; deliveries and runs are kept by themselves',
  'POST /api/inngest': 'the engine calls its own functions',
  'PUT /api/inngest': 'the engine learns its own functions',
  'POST /api/auth/{nextauth}': 'signing in and out, below',
};

async function changingRoutes(): Promise<string[]> {
  const found: string[] = [];
  for (const { file, address } of await routeFiles()) {
    if (address === '/api/v1/{rest}') continue;
    const module = await import(file);
    found.push(...METHODS.filter((method) => method in module).map((method) => `${method} ${address}`));
  }
  return found;
}

it('every route that changes something is walked here, or says why it need not be', async () => {
  expect([...Object.keys(CHANGES), ...Object.keys(NOT_CHANGES)].sort()).toEqual((await changingRoutes()).sort());
});

describe('the audit log tells of', () => {
  it.each(Object.entries(CHANGES))('%s', async (route, [verb, change]) => {
    const { target, body, by } = await change();
    const before = (await entries()).length;
    const response = await call(route.split(' ')[0] ?? '', target, {
      headers: { 'x-forwarded-for': '203.0.113.9' },
      ...(by ?? { cookie: admin.cookie }),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    expect(response.status, text).toBeLessThan(300);
    const told = (await entries()).slice(before);
    const entry = told.find((one) => one.verb === verb);
    expect(entry, `${verb} in ${JSON.stringify(told)}`).toBeDefined();
    if (by === undefined) expect(entry).toMatchObject({ actorId: admin.id, network: '203.0.113.9/32' });
    expect(entry?.actorName).toMatch(/@example\.com$/);
    expect(entry?.subjectId).toBeTruthy();
    for (const secret of [PASSWORD, 's3cret', /frs_\w/, /another long/])
      expect(JSON.stringify(told)).not.toMatch(secret);
  });
});

it('no entry is left of a change that was refused or that failed', async () => {
  const cookie = admin.cookie;
  expect((await call('PATCH', `/api/v1/people/${admin.id}`, { cookie, body: { is_admin: false } })).status).toBe(409);
  expect((await call('DELETE', `/api/v1/repos/${randomUUID()}`, { cookie })).status).toBe(404);
  await call('POST', `/api/v1/repos/${repoId}/sync`, { cookie });
  expect((await call('POST', `/api/v1/repos/${repoId}/sync`, { cookie })).status).toBe(409);
  expect((await entries()).map((one) => one.verb)).toEqual(['repo.sync']);
});

it('of a change it tells what was before and after, and no more', async () => {
  const body = { is_public: true, token: 'ghp_very-secret', sync_interval_seconds: 3600 };
  await call('PATCH', `/api/v1/repos/${repoId}`, { cookie: admin.cookie, body });
  expect(await entries()).toMatchObject([
    {
      actorKind: 'person',
      actorName: 'ada@example.com',
      tokenId: null,
      subjectName: 'acme/rivers',
      orgId,
      before: { is_public: false, has_token: false, sync_interval_seconds: null },
      after: { is_public: true, has_token: true, sync_interval_seconds: 3600, token_replaced: true },
    },
  ]);
  expect(JSON.stringify(await entries())).not.toContain('very-secret');
});

/** Forms call the verbs that routes call: each names its route, or says why there is nothing to tell. */
const FORMS: Record<string, string> = {
  'sign-in': 'POST /api/auth/{nextauth}',
  'sign-in-with': 'POST /api/auth/{nextauth}',
  'sign-out': 'POST /api/auth/{nextauth}',
  setup: 'POST /api/v1/setup',
  invited: 'POST /api/v1/invites/accept',
  password: 'POST /api/v1/me/password',
  'end-session': 'DELETE /api/v1/me/sessions/{id}',
  'end-other-sessions': 'DELETE /api/v1/me/sessions',
  theme: 'it is a cookie of one browser',
  'add-repo': 'POST /api/v1/repos',
  'create-repo': 'POST /api/v1/repos',
  'import-repos': 'POST /api/v1/imports',
  'add-connection': 'POST /api/v1/connections',
  'change-connection': 'PATCH /api/v1/connections/{id}',
  'delete-connection': 'DELETE /api/v1/connections/{id}',
  'sync-connection': 'POST /api/v1/connections/{id}/sync',
  'repo-settings': 'PATCH /api/v1/repos/{id}',
  'migrate-repo': 'POST /api/v1/repos/{id}/migrate',
  sync: 'POST /api/v1/repos/{id}/sync',
  'sync-all': 'POST /api/v1/repos/sync',
  'verify-delivery': 'POST /api/v1/deliveries/{id}/verify',
  'verify-deliveries': 'POST /api/v1/deliveries/verify',
  'follow-upstream': 'POST /api/v1/repos/{id}/confirm',
  'forget-rewrite': 'DELETE /api/v1/repos/{id}/rewrites/{rewriteId}',
  'delete-repo': 'DELETE /api/v1/repos/{id}',
  'purge-repo': 'DELETE /api/v1/repos/{id}',
  'restore-repo': 'POST /api/v1/repos/{id}/restore',
  'archive-repo': 'POST /api/v1/repos/{id}/archive',
  'unarchive-repo': 'POST /api/v1/repos/{id}/unarchive',
  'convert-repo': 'POST /api/v1/repos/{id}/convert',
  invite: 'POST /api/v1/invites',
  'withdraw-invite': 'DELETE /api/v1/invites/{id}',
  'change-person': 'PATCH /api/v1/people/{id}',
  'delete-person': 'DELETE /api/v1/people/{id}',
  'end-persons-sessions': 'DELETE /api/v1/people/{id}/sessions',
  'make-secret': 'POST /api/v1/webhooks/{host}/secret',
  'remove-secret': 'DELETE /api/v1/webhooks/{host}/secret',
  'add-target': 'POST /api/v1/notifications',
  'remove-target': 'DELETE /api/v1/notifications/{id}',
  'test-target': 'POST /api/v1/notifications/{id}/test',
  'add-org': 'POST /api/v1/orgs',
  'org-settings': 'PATCH /api/v1/orgs/{slug}',
  'org-quota': 'PATCH /api/v1/orgs/{slug}',
  'delete-org': 'DELETE /api/v1/orgs/{slug}',
  'add-member': 'POST /api/v1/orgs/{slug}/members',
  'change-member': 'PUT /api/v1/orgs/{slug}/members/{personId}',
  'remove-member': 'DELETE /api/v1/orgs/{slug}/members/{personId}',
  'add-delivery': 'POST /api/v1/deliveries',
  'change-delivery': 'PATCH /api/v1/deliveries/{id}',
  'delete-delivery': 'DELETE /api/v1/deliveries/{id}',
  'run-delivery': 'POST /api/v1/deliveries/{id}/run',
  'roll-back': 'POST /api/v1/deliveries/{id}/rollback',
  'cancel-delivery': 'POST /api/v1/delivery-runs/{id}/cancel',
  'add-push-mirror': 'POST /api/v1/repos/{id}/push-mirrors',
  'change-push-mirror': 'PATCH /api/v1/repos/{id}/push-mirrors/{mirrorId}',
  'push-now': 'POST /api/v1/repos/{id}/push-mirrors/{mirrorId}/push',
  'remove-push-mirror': 'DELETE /api/v1/repos/{id}/push-mirrors/{mirrorId}',
  'scan-secrets': 'POST /api/v1/repos/{id}/secrets/scan',
  'secret-settings': 'PATCH /api/v1/repos/{id}/secrets',
  'except-secret': 'POST /api/v1/repos/{id}/secrets/exceptions',
  'withdraw-secret-exception': 'DELETE /api/v1/repos/{id}/secrets/exceptions/{exceptionId}',
  'share-repo': 'POST /api/v1/repos/{id}/shares',
  'change-share': 'PUT /api/v1/repos/{id}/shares/{personId}',
  'unshare-repo': 'DELETE /api/v1/repos/{id}/shares/{personId}',
  'many-repos': 'POST /api/v1/repos/sync',
  'deepen-repo': 'POST /api/v1/repos/{id}/deepen',
  'cancel-run': 'POST /api/v1/runs/{id}/cancel',
  'retry-run': 'POST /api/v1/runs/{id}/retry',
  'retry-failed': 'POST /api/v1/runs/retry',
  'add-credential': 'POST /api/v1/credentials',
  'rotate-credential': 'PATCH /api/v1/credentials/{id}',
  'rename-credential': 'PATCH /api/v1/credentials/{id}',
  'delete-credential': 'DELETE /api/v1/credentials/{id}',
  'add-host': 'POST /api/v1/targets',
  'change-host': 'PATCH /api/v1/targets/{id}',
  'rotate-host': 'PATCH /api/v1/targets/{id}',
  'delete-host': 'DELETE /api/v1/targets/{id}',
  'test-host': 'POST /api/v1/targets/{id}/test',
  'accept-target-key': 'POST /api/v1/targets/{id}/host-key',
  'accept-host-key': 'POST /api/v1/host-keys/{id}/accept',
  'forget-host-key': 'DELETE /api/v1/host-keys/{id}',
  'make-token': 'POST /api/v1/tokens',
  'revoke-token': 'DELETE /api/v1/tokens/{id}',
};

it('every form has its route, or says why it has none', () => {
  expect(Object.keys(FORMS).sort()).toEqual(formNames().sort());
  const known = [...Object.keys(CHANGES), ...Object.keys(NOT_CHANGES), FORMS.theme];
  for (const [form, route] of Object.entries(FORMS)) expect(known, form).toContain(route);
});

it('signing in and out is told, and once that a network guesses too much', async () => {
  const id = await addPerson(api, 'joan@example.com');
  const browser = new Browser();
  await browser.signIn('joan@example.com', SIGN_IN_PASSWORD);
  await browser.post('/api/auth/signout', {});
  const told = await api.db.select().from(auditLog).where(eq(auditLog.actorId, id)).orderBy(asc(auditLog.id));
  expect(told.map((one) => one.verb)).toEqual(['session.begin', 'session.end']);
  for (let i = 0; i < 11; i++) await new Browser().signIn('joan@example.com', 'a wrong password');
  const throttled = await api.db.select().from(auditLog).where(eq(auditLog.verb, 'sign_in.throttle'));
  expect(throttled).toMatchObject([{ actorKind: 'visitor', actorName: null, after: { failures: 8 } }]);
  expect(JSON.stringify(throttled)).not.toContain('joan');
});
