import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditLog, orgMembers, orgs } from '@/db/schema';
import { pruneAudit } from '@/lib/audit/prune';
import type { AuditLogEntry } from '@/lib/audit/read/entry';
import { type AuditEntry, recordAudit } from '@/lib/audit/record';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let ada: { id: string; cookie: string };
let bo: { id: string; cookie: string };

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  ada = await api.signIn('ada@example.com', { isAdmin: true });
  bo = await api.signIn('bo@example.com');
});

async function record(verb: AuditEntry['verb'], name: string, userId = bo.id): Promise<void> {
  const actor = { kind: 'user', userId, isAdmin: false } as const;
  await recordAudit(api.db, { actor, network: '203.0.113.9/32' }, { verb, subject: { kind: 'repo', name } });
}

async function read(query = ''): Promise<{ items: AuditLogEntry[]; next_cursor: string | null }> {
  const response = await call('GET', `/api/v1/audit${query}`, { cookie: ada.cookie });
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('the audit log', () => {
  it('is read by administrators, and of an organisation by those who manage it', async () => {
    expect((await call('GET', '/api/v1/audit')).status).toBe(401);
    const made = await api.db
      .insert(orgs)
      .values([{ name: 'acme' }, { name: 'brooks' }])
      .returning();
    const actor = { kind: 'user', userId: ada.id, isAdmin: true } as const;
    for (const { id, name } of made) {
      await recordAudit(api.db, { actor }, { verb: 'org.change', subject: { kind: 'org', name }, orgId: id });
    }
    const told = async () => {
      const page = await (await call('GET', '/api/v1/audit', { cookie: bo.cookie })).json();
      const lines = await (await call('GET', '/api/v1/audit?format=ndjson', { cookie: bo.cookie })).text();
      expect(lines.split('\n').filter(Boolean)).toHaveLength(page.items.length);
      return page.items.map((entry: AuditLogEntry) => entry.subject.name);
    };
    expect(await told()).toEqual([]);
    const acme = made.find(({ name }) => name === 'acme');
    await api.db.insert(orgMembers).values({ orgId: acme?.id ?? '', userId: bo.id, role: 'member' });
    expect(await told()).toEqual([]);
    await api.db.update(orgMembers).set({ role: 'admin' });
    expect(await told()).toEqual(['acme']);
  });

  it('is filtered by who, what, which and when', async () => {
    await record('repo.add', 'acme/rivers');
    await record('repo.delete', 'acme/rivers', ada.id);
    await record('person.change', 'joan');
    const names = async (query: string) => (await read(query)).items.map((one) => `${one.verb} ${one.actor.name}`);
    expect(await names('?verb=repo')).toEqual(['repo.delete ada@example.com', 'repo.add bo@example.com']);
    expect(await names('?verb=repo.add')).toEqual(['repo.add bo@example.com']);
    expect(await names('?verb=rep')).toEqual([]);
    expect(await names('?subject=ACME/rivers&actor=BO@example.com')).toEqual(['repo.add bo@example.com']);
    expect(await names(`?subject=acme/rivers&actor=${ada.id}`)).toEqual(['repo.delete ada@example.com']);
    expect(await names('?since=2999-01-01')).toEqual([]);
    expect(await names('?until=2000-01-01T00:00:00Z')).toEqual([]);
    expect(await names('?actor=person&verb=person.')).toEqual(['person.change bo@example.com']);
    for (const query of ['?since=yesterday', '?cursor=x', '?what=1', '?limit=0']) {
      expect((await call('GET', `/api/v1/audit${query}`, { cookie: ada.cookie })).status, query).toBe(400);
    }
  });

  it('comes page by page, the newest first, and what is added meanwhile moves nothing', async () => {
    for (let i = 0; i < 5; i++) await record('repo.add', `repo ${i}`);
    const first = await read('?verb=repo&limit=2');
    await record('repo.add', 'later');
    const second = await read(`?verb=repo&limit=2&cursor=${first.next_cursor}`);
    const third = await read(`?verb=repo&limit=2&cursor=${second.next_cursor}`);
    const names = [first, second, third].flatMap(({ items }) => items.map((one) => one.subject.name));
    expect(names).toEqual(['repo 4', 'repo 3', 'repo 2', 'repo 1', 'repo 0']);
    expect(third.next_cursor).toBeNull();
  });

  it('is exported as a line for each entry, read only as fast as it is taken', async () => {
    await api.db.execute(sql`
      insert into audit_log (actor_kind, verb, subject_kind, subject_name)
      select 'system', 'repo.add', 'repo', 'repo ' || i from generate_series(1, 1203) i`);
    const headers = { accept: 'application/x-ndjson' };
    const response = await call('GET', '/api/v1/audit?verb=repo', { cookie: ada.cookie, headers });
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(1203);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ subject: { name: 'repo 1203' }, actor: { kind: 'system' } });
    // Whoever goes early has read one piece.
    const early = await call('GET', '/api/v1/audit?verb=repo&format=ndjson', { cookie: ada.cookie });
    const reader = early.body?.getReader();
    const piece = new TextDecoder().decode((await reader?.read())?.value);
    expect(piece.trimEnd().split('\n')).toHaveLength(500);
    await reader?.cancel();
  });
});

describe('what was written', () => {
  it('is neither changed nor deleted', async () => {
    await record('repo.add', 'acme/rivers');
    for (const statement of [
      "update audit_log set verb = 'x'",
      'delete from audit_log',
      'truncate audit_log',
      "insert into audit_log (id, actor_kind, verb, subject_kind) overriding system value select id, 'system', 'x.y', 'x' from audit_log on conflict (id) do update set verb = 'z'",
    ]) {
      await expect(api.db.$client.unsafe(statement), statement).rejects.toThrow('only ever added to');
    }
    expect(await api.db.select().from(auditLog)).toEqual(
      expect.arrayContaining([expect.objectContaining({ verb: 'repo.add' })]),
    );
  });

  it('is forgotten after FRESHET_AUDIT_DAYS, and not a day before', async () => {
    api.setEnv({ FRESHET_AUDIT_DAYS: '30' });
    await api.db.execute(sql`
      insert into audit_log (actor_kind, verb, subject_kind, subject_name, at) values
        ('system', 'repo.add', 'repo', 'old', now() - interval '31 days'),
        ('system', 'repo.add', 'repo', 'young', now() - interval '29 days')`);
    expect(await pruneAudit(api)).toBe(1);
    expect((await read('?verb=repo')).items.map((one) => one.subject.name)).toEqual(['young']);
    // The name under which that is done has ended with it.
    await expect(api.db.$client`delete from audit_log`).rejects.toThrow('only ever added to');
  });

  it('outlives the account and its name', async () => {
    await record('repo.add', 'acme/rivers');
    await call('DELETE', `/api/v1/people/${bo.id}`, { cookie: ada.cookie });
    expect((await read('?verb=repo')).items).toMatchObject([{ actor: { id: bo.id, name: 'bo@example.com' } }]);
  });
});
