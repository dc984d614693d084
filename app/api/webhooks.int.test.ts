import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  orgs,
  repos,
  syncRuns,
  type WebhookHost,
  webhookDeliveries,
  webhookRefusals,
  webhookSecrets,
} from '@/db/schema';
import { sourceKey } from '@/lib/repos/source-key';
import { journalDir } from '@/lib/webhooks/journal';
import { HOSTS } from '@/lib/webhooks/payload/hosts';
import { pruneDeliveries } from '@/lib/webhooks/records/prune-deliveries';
import { removeWebhookSecret } from '@/lib/webhooks/secrets/remove-secret';
import { setWebhookSecret } from '@/lib/webhooks/secrets/set-secret';
import { webhooksSettled } from '@/lib/webhooks/tasks/background-tasks';
import { bitbucketServerPush, headersOf, type Place, PUSH } from '@/lib/webhooks/testing';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let orgId: string;
let secret: string;
const at: Place = { base: 'https://git.example', owner: 'acme', name: 'rivers' };
const elsewhere: Place = { ...at, name: 'unheard-of' };

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  const [org] = await api.db.insert(orgs).values({ name: 'acme' }).returning();
  orgId = org?.id ?? '';
  secret = await setWebhookSecret({ ...api, actor: { kind: 'system' } }, 'github');
});

async function add(name: string, url: string, options: Partial<typeof repos.$inferInsert> = {}): Promise<string> {
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId, name, url, sourceKey: sourceKey(url), ...options })
    .returning();
  return repo?.id ?? '';
}

async function send(
  host: WebhookHost,
  options: {
    place?: Place;
    body?: string;
    sent?: string;
    headers?: Record<string, string>;
    event?: string;
    delivery?: string | null;
  } = {},
) {
  const body = options.body ?? JSON.stringify(PUSH[host].payload(options.place ?? at));
  const { place: _, body: __, sent, headers, ...rest } = options;
  const response = await call('POST', `/api/webhooks/${host}`, {
    text: sent ?? body,
    headers: headers ?? headersOf(host, { secret, body, ...rest }),
  });
  await webhooksSettled();
  return response;
}

const deliveries = () => api.db.select().from(webhookDeliveries).orderBy(webhookDeliveries.id);
const runsOf = async () => (await api.db.select().from(syncRuns)).map(({ repoId, trigger }) => ({ repoId, trigger }));

describe.each(HOSTS)('a push that %s tells of', (host) => {
  beforeEach(async () => {
    secret = await setWebhookSecret({ ...api, actor: { kind: 'system' } }, host);
  });

  it('starts a sync of the repository, once for each delivery', async () => {
    const id = await add('rivers', 'https://git.example/acme/rivers.git');
    const delivery = randomUUID();
    const response = await send(host, { delivery });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({});
    expect(await runsOf()).toEqual([{ repoId: id, trigger: 'webhook' }]);
    expect(api.events).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ host, event: 'push', repoId: id, repoCount: 1, outcome: 'started' }]);

    expect((await send(host, { delivery })).status).toBe(202);
    expect(await deliveries()).toHaveLength(1);
    expect(await api.db.select().from(repos)).toMatchObject([{ dirty: false }]);

    expect((await send(host)).status).toBe(202);
    expect(await deliveries()).toMatchObject([{ outcome: 'started' }, { outcome: 'coalesced' }]);
    expect(await api.db.select().from(repos)).toMatchObject([{ dirty: true }]);
    expect(await runsOf()).toHaveLength(1);
  });

  it('counts each time where it has no id', async () => {
    await add('rivers', 'https://git.example/acme/rivers.git');
    for (let i = 0; i < 2; i++) await send(host, { delivery: null });
    expect(await deliveries()).toMatchObject([{ deliveryId: null }, { deliveryId: null, outcome: 'coalesced' }]);
  });

  it('is refused in the same words without the right signature, and without a secret', async () => {
    await add('rivers', 'https://git.example/acme/rivers.git');
    const body = JSON.stringify(PUSH[host].payload(at));
    const right = headersOf(host, { secret, body });
    const refusals = [
      await send(host, { headers: headersOf(host, { secret: `${secret}x`, body }) }),
      await send(host, { headers: headersOf(host, { secret: '', body }) }),
      await send(host, { headers: { 'content-type': 'application/json' } }),
      await send(host, { headers: { cookie: (await api.signIn('a@example.com', { isAdmin: true })).cookie } }),
    ];
    if (host !== 'gitlab') refusals.push(await send(host, { headers: right, sent: body.replace('main', 'mbin') }));
    await removeWebhookSecret({ ...api, actor: { kind: 'system' } }, host);
    refusals.push(await send(host, { headers: right }));
    const answers = await Promise.all(refusals.map(answerOf));
    expect(answers[0]).toMatchObject({ status: 401, body: expect.stringContaining('"unauthenticated"') });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.body).toContain('"title":"Webhook refused"');
    expect(answers[0]?.body).toContain('give the host the same one');
    expect(await deliveries()).toEqual([]);
    expect(api.events).toEqual([]);
  });
});

async function answerOf(response: Response) {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

describe('what a sender learns', () => {
  it('is the same of what is known, unknown, private, deleted, a replay, ignored or no JSON', async () => {
    await add('rivers', 'https://git.example/acme/rivers.git');
    await add('gone', 'https://git.example/acme/gone.git', { deletedAt: new Date() });
    await add('old', 'https://git.example/acme/old.git', { status: 'archived' });
    const delivery = randomUUID();
    const answers = [
      await send('github', { delivery }),
      await send('github', { delivery }),
      await send('github', { place: elsewhere }),
      await send('github', { place: { ...at, name: 'gone' } }),
      await send('github', { place: { ...at, name: 'old' } }),
      await send('github', { event: 'issues' }),
      await send('github', { event: 'ping' }),
      await send('github', { body: 'no JSON' }),
      await send('github', { body: '' }),
      await send('github', { body: '{"repository":{"clone_url":"https://git.example/a/\\u0000b"}}' }),
    ];
    const [first, ...rest] = await Promise.all(answers.map(answerOf));
    expect(first).toMatchObject({ status: 202, body: '{}' });
    for (const answer of rest) expect(answer).toEqual(first);
    expect((await deliveries()).map(({ event, outcome }) => `${event}: ${outcome}`)).toEqual([
      'push: started',
      'push: unknown',
      'push: unknown',
      'push: ignored',
      'issues: ignored',
      'ping: answered',
      'unreadable: unreadable',
      'unreadable: unreadable',
      'push: unknown',
    ]);
    expect(api.events).toHaveLength(1);
  });
});

describe('a burst', () => {
  it('counts every delivery once, however many come at the same time', async () => {
    const ids = [
      await add('rivers', 'https://git.example/acme/rivers'),
      await add('lakes', 'https://git.example/acme/lakes'),
    ];
    const sent = Array.from({ length: 30 }, (_, n) => {
      const place = n % 2 === 0 ? at : { ...at, name: 'lakes' };
      return send('github', { place, delivery: `delivery-${n % 10}` });
    });
    const statuses = (await Promise.all(sent)).map((response) => response.status);
    expect(new Set(statuses)).toEqual(new Set([202]));
    const rows = await deliveries();
    expect(rows).toHaveLength(10);
    for (const id of ids) expect(rows.filter((row) => row.repoId === id)).toHaveLength(5);
    expect((await runsOf()).map((run) => run.repoId).sort()).toEqual([...ids].sort());
  });
});

describe('the repositories of a push', () => {
  it('are all that have that source, however it was spelt', async () => {
    const ids = [
      await add('one', 'https://git.example/acme/rivers.git'),
      await add('two', 'ssh://git@git.example/Acme/Rivers'),
    ];
    await add('other', 'https://git.example/acme/rivers-of-others');
    await send('github');
    expect((await runsOf()).map((run) => run.repoId).sort()).toEqual([...ids].sort());
    expect(await deliveries()).toMatchObject([{ repoId: ids[0], repoCount: 2, outcome: 'started' }]);
  });

  it('are not hidden by one that cannot be started, whose turn comes with the next sweep', async () => {
    const ids = [
      await add('one', 'https://git.example/acme/rivers'),
      await add('two', 'https://git.example/acme/rivers'),
    ];
    const { send: sendEvent } = api;
    api.send = async (event) => {
      if (JSON.stringify(event).includes(ids[0] ?? '')) throw new Error('no engine');
      await sendEvent(event);
    };
    expect((await send('github')).status).toBe(202);
    api.send = sendEvent;
    expect(api.events).toMatchObject([{ data: { repo_id: ids[1] } }]);
    expect(await deliveries()).toMatchObject([{ outcome: 'started', repoCount: 2 }]);
    const rows = await api.db.select().from(repos).orderBy(repos.number);
    expect(rows.map(({ id, dirty }) => [id, dirty])).toEqual([
      [ids[0], true],
      [ids[1], false],
    ]);
  });

  it('are found without an address where Bitbucket Server sends none', async () => {
    secret = await setWebhookSecret({ ...api, actor: { kind: 'system' } }, 'bitbucket');
    const ids = [
      await add('https', 'https://git.example/scm/acme/rivers.git'),
      await add('deep', 'https://git.example/bitbucket/scm/acme/rivers.git'),
      await add('ssh', 'ssh://git@git.example:7999/acme/rivers.git'),
    ];
    await add('other', 'https://git.example/scm/acme/streams.git');
    await add('longer', 'https://git.example/group/acme/rivers.git');
    const body = JSON.stringify(bitbucketServerPush(at, { hasLinks: false }));
    await send('bitbucket', { body, event: 'repo:refs_changed' });
    expect((await runsOf()).map((run) => run.repoId).sort()).toEqual([...ids].sort());
  });
});

describe('bodies', () => {
  it('may be a form', async () => {
    await add('rivers', 'https://git.example/acme/rivers');
    const body = new URLSearchParams({ payload: JSON.stringify(PUSH.github.payload(at)) }).toString();
    const headers = headersOf('github', { secret, body, contentType: 'application/x-www-form-urlencoded' });
    expect((await send('github', { body, headers })).status).toBe(202);
    expect(await deliveries()).toMatchObject([{ event: 'push', outcome: 'started' }]);
  });

  it('may have 5 MiB and no byte more, signed or not', async () => {
    const payload = JSON.stringify(PUSH.github.payload(at));
    const padded = (size: number) => payload + ' '.repeat(size - Buffer.byteLength(payload));
    const limit = 5 * 1024 * 1024;
    const fits = padded(limit);
    expect((await send('github', { body: fits })).status).toBe(202);
    for (const headers of [undefined, { 'content-type': 'application/json' }]) {
      const body = padded(limit + 1);
      const response = await send('github', { body, ...(headers ? { headers } : {}) });
      expect(await response.json()).toMatchObject({ status: 413, code: 'limit' });
    }
  });
});

describe('the door', () => {
  it('is there for the hosts that are known', async () => {
    for (const host of ['sourcehut', 'GitHub', '__proto__', 'constructor']) {
      const response = await call('POST', `/api/webhooks/${host}`, { text: '{}' });
      expect(await response.json(), host).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('does not ask where a request comes from', async () => {
    const body = JSON.stringify(PUSH.github.payload(at));
    const headers = {
      ...headersOf('github', { secret, body }),
      origin: 'https://github.com',
      'sec-fetch-site': 'cross-site',
    };
    expect((await send('github', { body, headers })).status).toBe(202);
  });

  it('is closed on a read-only server', async () => {
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    expect(await (await send('github')).json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await deliveries()).toEqual([]);
  });

  it('opens on loopback names alone where there are no accounts', async () => {
    api.setEnv({ FRESHET_AUTH: 'disabled' });
    expect((await send('github')).status).toBe(202);
    const body = JSON.stringify(PUSH.github.payload(at));
    const headers = { ...headersOf('github', { secret, body }), host: 'evil.example' };
    expect((await send('github', { body, headers })).status).toBe(403);
  });

  it('asks to come back where neither the data folder nor the database takes a delivery', async () => {
    await rm(journalDir(api.env.dataDir), { recursive: true, force: true });
    await writeFile(journalDir(api.env.dataDir), 'in the way');
    await api.db.execute(sql`alter table webhook_deliveries rename to elsewhere`);
    try {
      const response = await send('github');
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
      expect(await response.json()).toMatchObject({ code: 'internal', retryable: true, title: 'Webhook not stored' });
    } finally {
      await api.db.execute(sql`alter table elsewhere rename to webhook_deliveries`);
      await rm(journalDir(api.env.dataDir));
    }
    expect((await send('github')).status).toBe(202);
    expect(await deliveries()).toHaveLength(1);
  });

  it('stays shut where the secret cannot be decrypted any more', async () => {
    api.setEnv({ FRESHET_SECRET: 'another secret of 32 characters or more' });
    expect((await send('github')).status).toBe(401);
  });
});

describe('administrators', () => {
  it('make a secret that is shown once, replace it and take it away', async () => {
    const { id, cookie } = await api.signIn('root@example.com', { isAdmin: true });
    const make = async () => (await (await call('POST', '/api/v1/webhooks/gitea/secret', { cookie })).json()).secret;
    const first = await make();
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const body = JSON.stringify(PUSH.gitea.payload(at));
    const tell = async (with_: string) =>
      (await send('gitea', { body, headers: headersOf('gitea', { secret: with_, body }) })).status;
    expect(await tell(first)).toBe(202);
    const second = await make();
    expect([await tell(first), await tell(second)]).toEqual([401, 202]);
    const rows = await api.db.select().from(webhookSecrets).where(sql`host = 'gitea'`);
    expect(rows).toMatchObject([{ createdBy: id }]);
    expect(rows[0]?.secretCiphertext.toString('latin1')).not.toContain(second);

    const list = await call('GET', '/api/v1/webhooks', { cookie });
    const text = await list.text();
    expect(text).not.toContain(second);
    const { webhooks } = JSON.parse(text);
    expect(webhooks.map((one: { path: string }) => one.path)).toEqual(HOSTS.map((host) => `/api/webhooks/${host}`));
    const gitea = webhooks.find((one: { host: string }) => one.host === 'gitea');
    expect(gitea).toMatchObject({
      secret_set_at: expect.stringMatching(/Z$/),
      // What was refused came before the last one that was good.
      refused: null,
      deliveries: [
        { event: 'push', outcome: 'unknown', repo: null, repo_count: 0, about: 'git.example/acme/rivers' },
        { event: 'push', outcome: 'unknown' },
      ],
    });
    expect(webhooks.find((one: { host: string }) => one.host === 'gitlab')).toMatchObject({ secret_set_at: null });

    const remove = () => call('DELETE', '/api/v1/webhooks/gitea/secret', { cookie });
    expect((await remove()).status).toBe(204);
    expect(await tell(second)).toBe(401);
    expect((await remove()).status).toBe(404);
    expect((await call('POST', '/api/v1/webhooks/sourcehut/secret', { cookie })).status).toBe(404);
  });

  it('see the last deliveries with their repository, newest first', async () => {
    const id = await add('rivers', 'https://git.example/acme/rivers');
    for (let i = 0; i < 22; i++) await send('github', { place: i === 21 ? at : elsewhere });
    api.setEnv({ FRESHET_AUTH: 'disabled' });
    const { webhooks } = await (await call('GET', '/api/v1/webhooks')).json();
    expect(webhooks[0].deliveries).toHaveLength(20);
    expect(webhooks[0].deliveries[0]).toMatchObject({
      event: 'push',
      outcome: 'started',
      repo: { id, org: 'acme', name: 'rivers' },
      repo_count: 1,
      about: null,
    });
    expect(webhooks[0].deliveries[1]).toMatchObject({ repo: null, about: 'git.example/acme/unheard-of' });
  });

  it('see where a repository lies that is not here, with nothing in it that does harm', async () => {
    const { cookie } = await api.signIn('root@example.com', { isAdmin: true });
    const address = `https://octo:hunter2@git.example/a\\u0000b\\ud800${'c'.repeat(300)}?token=hunter2`;
    await send('github', { body: `{"ref":"refs/heads/main","repository":{"clone_url":"${address}"}}` });
    const text = await (await call('GET', '/api/v1/webhooks', { cookie })).text();
    expect(text).not.toContain('hunter2');
    const [{ deliveries: told }] = JSON.parse(text).webhooks;
    expect(told[0].about).toMatch(/^git\.example\/a\ufffdb\ufffdc+…$/);
    expect(told[0].about).toHaveLength(200);
  });

  it('see how many deliveries were refused since the last good one', async () => {
    const { cookie } = await api.signIn('root@example.com', { isAdmin: true });
    await api.db
      .insert(webhookRefusals)
      .values({ host: 'gitlab', count: 12, lastAt: sql`now() - interval '3 minutes'` });
    // Of GitHub's some were refused a moment ago, and may be written at any time.
    await api.db.insert(webhookDeliveries).values({ host: 'github', event: 'push', outcome: 'started' });
    const { webhooks } = await (await call('GET', '/api/v1/webhooks', { cookie })).json();
    const refused = new Map(webhooks.map((one: { host: string; refused: unknown }) => [one.host, one.refused]));
    expect(refused.get('gitlab')).toEqual({ count: 12, last_at: expect.stringMatching(/Z$/) });
    expect(refused.get('github')).toBeNull();
  });

  it('alone do that, and nobody on a read-only server', async () => {
    const { cookie } = await api.signIn('bo@example.com');
    const ask = async (method: string, target: string, options = {}) => (await call(method, target, options)).status;
    for (const [method, target] of [
      ['GET', '/api/v1/webhooks'],
      ['POST', '/api/v1/webhooks/github/secret'],
      ['DELETE', '/api/v1/webhooks/github/secret'],
    ] as const) {
      expect(await ask(method, target)).toBe(401);
      expect(await ask(method, target, { cookie })).toBe(403);
    }
    const root = (await api.signIn('root@example.com', { isAdmin: true })).cookie;
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    expect(await ask('POST', '/api/v1/webhooks/github/secret', { cookie: root })).toBe(403);
    expect(await ask('GET', '/api/v1/webhooks', { cookie: root })).toBe(200);
    expect(await api.db.select().from(webhookSecrets)).toHaveLength(1);
  });
});

it('keeps the newest thousand deliveries of each host, and none for more than two weeks', async () => {
  await api.db.$client`
    insert into webhook_deliveries (host, event, outcome, received_at)
    select 'github', 'push', 'unknown', now() - n * interval '1 second' from generate_series(0, 1099) n`;
  await api.db.$client`
    insert into webhook_deliveries (host, event, outcome, received_at)
    select 'gitlab', 'push', 'unknown', now() - n * interval '1 day' from generate_series(0, 20) n`;
  expect(await pruneDeliveries(api)).toBe(100 + 7);
  const left = await api.db.$client`
    select host::text, count(*)::int as n from webhook_deliveries group by host order by host`;
  expect([...left]).toEqual([
    { host: 'github', n: 1000 },
    { host: 'gitlab', n: 14 },
  ]);
});
