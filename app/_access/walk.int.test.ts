// Walks every address that asks for a right: each caller × each repository and organisation. What `may` allows is done,
// what it does not is refused, and what the caller may not see is told apart from nothing by nothing.
import { randomUUID } from 'node:crypto';
import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSent } from '@/app/_forms/field/sent';
import { SENT_COOKIE } from '@/app/_forms/field/sent-cookie';
import { type ApiWorld, call, HOST, startApi } from '@/app/api/_testing';
import { POST } from '@/app/forms/[form]/route';
import {
  connections,
  credentials,
  deliveries,
  deliveryRuns,
  orgMembers,
  orgs,
  repoShares,
  repos,
  syncRuns,
  targets,
  users,
} from '@/db/schema';
import { may, SERVER, type Subject, type SubjectOf } from '@/lib/access/may';
import { ROLES, SHARES } from '@/lib/access/roles';
import { orgSubject, repoSubject, standingTo } from '@/lib/access/standing-to';
import { ORG_VERBS, REPO_VERBS, SERVER_VERBS, type Verb } from '@/lib/access/verbs';
import type { Actor } from '@/lib/context';
import { log } from '@/lib/log';
import { selectOrgs } from '@/lib/orgs/org';
import { actorOfToken } from '@/lib/tokens/actor-of-token';
import { makeToken, type NewToken, newTokenSchema } from '@/lib/tokens/make-token';
import { SCOPES } from '@/lib/tokens/token';
import { FORMS } from './form-rows';
import type { Row } from './row';
import { ROUTES } from './rows';

interface Caller {
  actor: Actor;
  cookie: string;
  /** What a program sends instead of a cookie. */
  headers?: Record<string, string>;
}
/** What an address is asked about: a repository (with a run) in an organisation; both are made up for a baseline. */
interface Place {
  repo: string;
  run: string;
  org: string;
  name: string;
  credential: string;
  connection: string;
  delivery: string;
  deliveryRun: string;
  target: string;
}

let api: ApiWorld;
const callers: Record<string, Caller> = {};
const places: Record<string, Place> = {};
const somebody = randomUUID();

beforeAll(async () => {
  api = await startApi();
  const { db } = api;
  const made = await db
    .insert(orgs)
    .values([{ name: 'acme' }, { name: 'brooks' }])
    .returning();
  const [acme, brooks] = made.map(({ id }) => id) as [string, string];
  callers.visitor = { actor: { kind: 'anonymous' }, cookie: '' };
  for (const name of [...ROLES, 'outside', ...SHARES, 'root']) {
    const isAdmin = name === 'root';
    const { id, cookie } = await api.signIn(`${name}@x.example`, { isAdmin });
    callers[name] = { actor: { kind: 'user', userId: id, isAdmin }, cookie };
    const role = ROLES.find((one) => one === name);
    if (role) await db.insert(orgMembers).values({ orgId: acme, userId: id, role });
  }
  places.public = await addPlace(acme, 'acme', { name: 'public', isPublic: true });
  places.private = await addPlace(acme, 'acme', { name: 'private', isPublic: false });
  places.foreign = await addPlace(brooks, 'brooks', { name: 'foreign', isPublic: false });
  for (const scope of SCOPES) {
    for (const name of ['owner', 'root']) await addToken(`${name}'s token to ${scope}`, name, { scopes: [scope] });
    await addToken(`acme's token to ${scope}`, 'root', { scopes: [scope], kind: 'organisation', org: 'acme' });
  }
  await addToken('a token for brooks', 'root', { scopes: [...SCOPES], org: 'brooks' });
  const here = [places.private?.repo ?? ''];
  await addToken('a token for one repository', 'owner', { scopes: [...SCOPES], repo_ids: here });
});

/** A real token, and the actor that it makes of whoever sends it. */
async function addToken(title: string, maker: string, input: Omit<NewToken, 'name'>): Promise<void> {
  const ctx = { ...api, actor: callers[maker]?.actor as Actor, log, send: async () => {} };
  const { secret } = await makeToken(ctx, newTokenSchema.parse({ ...input, name: title }));
  const actor = await actorOfToken(api, secret, '192.0.2.1');
  callers[title] = { actor, cookie: '', headers: { authorization: `Bearer ${secret}` } };
}
afterAll(() => api?.close());

async function addPlace(orgId: string, org: string, values: { name: string; isPublic: boolean }): Promise<Place> {
  const member = callers.member?.actor;
  const addedBy = member?.kind === 'user' && values.name !== 'public' ? member.userId : null;
  const url = `https://127.0.0.1/x/${values.name}`;
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId, url, ...values, addedBy })
    .returning();
  const id = repo?.id ?? '';
  if (org === 'acme') {
    for (const can of SHARES) {
      const actor = callers[can]?.actor;
      if (actor?.kind === 'user') await api.db.insert(repoShares).values({ repoId: id, userId: actor.userId, can });
    }
  }
  const [run] = await api.db
    .insert(syncRuns)
    .values({ repoId: id, trigger: 'manual', status: 'succeeded', endedAt: new Date() })
    .returning();
  const [credential, connection] = [await addCredential(orgId), await addConnection(orgId)];
  const target = await addTarget(orgId);
  const about = { credential, connection, target, ...(await addDelivery(id)) };
  return { repo: id, run: run?.id ?? '', org, name: values.name, ...about };
}

/** One that goes nowhere, with a run of it that has ended. */
async function addDelivery(repoId: string): Promise<Pick<Place, 'delivery' | 'deliveryRun'>> {
  const [delivery] = await api.db.insert(deliveries).values({ repoId }).returning();
  const deliveryId = delivery?.id ?? '';
  const [run] = await api.db
    .insert(deliveryRuns)
    .values({ deliveryId, trigger: 'manual', status: 'delivered', endedAt: new Date() })
    .returning();
  return { delivery: deliveryId, deliveryRun: run?.id ?? '' };
}

async function addCredential(orgId: string): Promise<string> {
  const [row] = await api.db
    .insert(credentials)
    .values({ orgId, name: randomUUID(), kind: 'token', secretCiphertext: Buffer.from('sealed') })
    .returning();
  return row?.id ?? '';
}

async function addTarget(orgId: string): Promise<string> {
  const place = { userName: 'x', host: '127.0.0.1', port: 1, path: `/srv/${randomUUID()}` };
  const key = { keyCiphertext: Buffer.from('sealed'), publicKey: 'ssh-ed25519 AAAA x' };
  const [row] = await api.db
    .insert(targets)
    .values({ orgId, name: randomUUID(), ...place, ...key })
    .returning();
  return row?.id ?? '';
}

async function addConnection(orgId: string): Promise<string> {
  const [row] = await api.db
    .insert(connections)
    .values({ orgId, host: 'http://127.0.0.1:1', sourceType: 'gitea', owner: randomUUID() })
    .returning();
  return row?.id ?? '';
}

/** Everything under a name that nothing has. */
const nothing = (): Place => ({
  repo: randomUUID(),
  run: randomUUID(),
  org: 'nowhere',
  name: 'nothing',
  credential: randomUUID(),
  connection: randomUUID(),
  delivery: randomUUID(),
  deliveryRun: randomUUID(),
  target: randomUUID(),
});

/** What is sent along. Anything else is sent without a body. */
const BODIES: Record<string, object> = {
  'POST /api/v1/host-keys/{id}/accept': { fingerprint: 'SHA256:x' },
  'POST /api/v1/invites': {},
  'POST /api/v1/me/password': { current_password: 'not this one', new_password: 'a long and slow river' },
  'POST /api/v1/notifications': {},
  'POST /api/v1/orgs': { slug: 'clearing' },
  'PATCH /api/v1/orgs/{slug}': {},
  'POST /api/v1/orgs/{slug}/members': { email: 'nobody@x.example', role: 'viewer' },
  'PUT /api/v1/orgs/{slug}/members/{personId}': { role: 'viewer' },
  'PATCH /api/v1/people/{id}': {},
  'PATCH /api/v1/credentials/{id}': {},
  'PATCH /api/v1/connections/{id}': {},
  'PATCH /api/v1/targets/{id}': {},
  'POST /api/v1/targets/{id}/host-key': { fingerprint: 'SHA256:x' },
  'PATCH /api/v1/repos/{id}': {},
  'POST /api/v1/repos/{id}/confirm': { commit: 'x' },
  'POST /api/v1/repos/{id}/migrate': { source_url: 'http://169.254.169.254/x' },
  'POST /api/v1/repos/{id}/deepen': { full: true },
  'POST /api/v1/repos/{id}/convert': { kind: 'clone' },
  'POST /api/v1/repos/{id}/push-mirrors': { url: 'http://169.254.169.254/x' },
  'PATCH /api/v1/repos/{id}/push-mirrors/{mirrorId}': {},
  'PATCH /api/v1/repos/{id}/secrets': {},
  'POST /api/v1/repos/{id}/secrets/exceptions': { fingerprint: '0'.repeat(40), reason: 'why' },
  'POST /api/v1/repos/{id}/shares': { email: 'nobody@x.example', can: 'read' },
  'PUT /api/v1/repos/{id}/shares/{personId}': { can: 'read' },
  'PATCH /api/v1/deliveries/{id}': {},
  'POST /api/v1/deliveries/{id}/run': {},
  'POST /api/v1/deliveries/{id}/rollback': { target_id: somebody },
  'POST /api/v1/deliveries/{id}/verify': {},
  'POST /api/v1/deliveries/verify': { repo: somebody },
  'POST /api/v1/tokens': { name: 'more', scopes: ['read'] },
  'POST /api/v1/webhooks/{host}/secret': {},
};
/** Addresses whose organisation stands in the body. */
const ADDING: Record<string, object> = {
  'POST /api/v1/repos': { url: 'http://169.254.169.254/x' },
  'POST /api/v1/imports': { format: 'urls', content: 'http://169.254.169.254/x' },
  'POST /api/v1/connections': { host: '127.0.0.1:1', source_type: 'gitea', owner: 'x' },
};
function bodyFor(route: string, place: Place): object | undefined {
  if (ADDING[route]) return { ...ADDING[route], org: place.org };
  if (route === 'POST /api/v1/deliveries') return { repo_id: place.repo, target_ids: [somebody] };
  if (route === 'POST /api/v1/credentials') return { org: place.org, name: randomUUID(), kind: 'token', token: 'x' };
  if (route === 'POST /api/v1/targets') {
    return { org: place.org, name: randomUUID(), address: 'x@127.0.0.1:1', path: '/srv/x' };
  }
  if (route.endsWith('/rename')) return { name: place.name };
  if (route.endsWith('/transfer')) return { org: place.org };
  return BODIES[route];
}

function addressFor(route: string, place: Place): string {
  const [, address = ''] = route.split(' ');
  const ids: Record<string, string> = {
    runs: place.run,
    credentials: place.credential,
    connections: place.connection,
    deliveries: place.delivery,
    targets: place.target,
    'delivery-runs': place.deliveryRun,
  };
  const id = ids[/\/([\w-]+)\/\{id\}/.exec(address)?.[1] ?? ''] ?? place.repo;
  const filled = address
    .replace('{id}', id)
    .replace('{slug}', place.org)
    .replace('{org}', place.org)
    .replace('{name}', place.name)
    .replace('{ref}', 'main')
    .replace('{path}', 'a.txt')
    .replace('{rewriteId}', somebody)
    .replace('{mirrorId}', somebody)
    .replace('{exceptionId}', somebody)
    .replace('{personId}', somebody)
    .replace('{host}', 'github');
  if (filled.endsWith('/context')) return `${filled}?ref=main&path=a.txt&blob=${'a'.repeat(40)}&lines=1&around=3`;
  return filled.endsWith('/blob') ? `${filled}?path=a.txt` : filled;
}

interface Answer {
  status: number;
  detail: string;
}

async function ask(route: string, place: Place, caller: Caller): Promise<Answer> {
  const [method = 'GET'] = route.split(' ');
  const address = addressFor(route, place);
  const body = bodyFor(route, place);
  const { cookie, headers = {} } = caller;
  const options = { cookie, headers, ...(body ? { body } : {}) };
  const response = await (address.startsWith('/api/')
    ? call(method, address, options)
    : callElsewhere(route, address, place, caller));
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status: response.status, detail: '' };
  }
  const text = await response.text();
  const detail = text.startsWith('{') ? (JSON.parse(text) as { detail?: string }).detail : undefined;
  return { status: response.status, detail: detail ?? '' };
}

/** Routes outside of app/api, as Next would call them. */
async function callElsewhere(route: string, address: string, place: Place, caller: Caller): Promise<Response> {
  const headers = { host: HOST, ...caller.headers, ...(caller.cookie ? { cookie: caller.cookie } : {}) };
  const request = new Request(`http://${HOST}${address}`, { headers });
  const { org, name } = place;
  if (route === 'GET /metrics') return await (await import('@/app/metrics/route')).GET(request);
  if (route.endsWith('/refs/list')) {
    const { GET } = await import('@/app/(public)/r/[org]/[name]/refs/list/route');
    return await GET(request, { params: Promise.resolve({ org, name }) });
  }
  if (route.endsWith('/context')) {
    const { GET } = await import('@/app/(public)/r/[org]/[name]/context/route');
    return await GET(request, { params: Promise.resolve({ org, name }) });
  }
  const { GET } = await import('@/app/(public)/r/[org]/[name]/raw/[ref]/[...path]/route');
  return await GET(request, { params: Promise.resolve({ org, name, ref: 'main', path: ['a.txt'] }) });
}

/** What each caller is told of nothing at an address: always the same, so it is asked once. */
const ofNothing = new Map<string, Map<Caller, Promise<Answer>>>();
function askNothing(route: string, caller: Caller): Promise<Answer> {
  const answers = ofNothing.get(route) ?? new Map<Caller, Promise<Answer>>();
  ofNothing.set(route, answers);
  const answer = answers.get(caller) ?? ask(route, nothing(), caller);
  answers.set(caller, answer);
  return answer;
}

/** What `readSubject` says, once: no route that is walked changes it, while a form makes a repository private. */
const subjects = new Map<string, Map<Caller, Promise<Subject>>>();
function subjectFor(verb: Verb, place: Place, caller: Caller): Promise<Subject> {
  const about = verb in SERVER_VERBS ? '' : verb in ORG_VERBS ? `org ${place.org}` : `repo ${place.repo}`;
  const known = subjects.get(about) ?? new Map<Caller, Promise<Subject>>();
  subjects.set(about, known);
  const subject = known.get(caller) ?? readSubject(verb, place, caller);
  known.set(caller, subject);
  return subject;
}

/** What `may` is asked about: as the database has it for this caller. */
async function readSubject(verb: Verb, place: Place, { actor }: Caller): Promise<Subject> {
  if (verb in SERVER_VERBS) return SERVER;
  if (verb in ORG_VERBS) {
    const [row] = await selectOrgs({ actor, db: api.db }).where(eq(orgs.name, place.org));
    return orgSubject(row as NonNullable<typeof row>);
  }
  const columns = { id: repos.id, orgId: repos.orgId, isPublic: repos.isPublic, addedBy: repos.addedBy };
  const [row] = await api.db
    .select({ ...columns, ...standingTo(actor) })
    .from(repos)
    .where(eq(repos.id, place.repo));
  return repoSubject(row as NonNullable<typeof row>);
}

function isSeen(actor: Actor, subject: Subject): boolean {
  if (subject.kind === 'repository') return may(actor, 'repo.see', subject);
  return subject.kind === 'server' || may(actor, 'org.see', subject);
}

/** A repository that is deleted, or an organisation, is made anew for the next caller. */
const isDestructive = (address: string) =>
  isBinned(address) || /^DELETE \/api\/v1\/repos\/\{id\}$|^delete-repo$/.test(address);
/** Asked about what lies in the bin. */
const isBinned = (address: string) => /\/restore$|^restore-repo$|^purge-repo$/.test(address);

const asking = (rows: Record<string, Row>, about: Record<string, unknown>) =>
  Object.entries(rows).flatMap(([address, row]) =>
    'needs' in row && row.needs in about ? [[address, row.needs] as const] : [],
  );

/** Without it there is nothing at the address, also for those who see the repository. */
const HIDES = [
  'GET /api/v1/repos/{id}/rewrites',
  'GET /api/v1/credentials/{id}',
  'GET /api/v1/targets/{id}',
  ...Object.keys(ROUTES).filter((route) => route.includes('/connections/{id}')),
  'POST /api/v1/repos/{id}/restore',
  'restore-repo',
  'purge-repo',
];
/** Forms about a delivery or a run of it. */
const OF_DELIVERIES = ['change-delivery', 'delete-delivery', 'run-delivery', 'roll-back', 'verify-delivery'];
/** The same, but for what a caller may see and not change. */
const HIDES_BEFORE: Record<string, Verb> = {
  'PATCH /api/v1/credentials/{id}': 'org.use-credentials',
  'DELETE /api/v1/credentials/{id}': 'org.use-credentials',
  ...Object.fromEntries(
    [...Object.keys(ROUTES).filter((route) => /\/deliver(?:ies|y-runs)\/\{id\}/.test(route)), ...OF_DELIVERIES]
      .concat('cancel-delivery')
      .map((route) => [route, 'repo.see-deliveries' as const]),
  ),
  'PATCH /api/v1/targets/{id}': 'org.see-targets',
  'DELETE /api/v1/targets/{id}': 'org.see-targets',
  'POST /api/v1/targets/{id}/test': 'org.see-targets',
};

describe('of a repository', () => {
  it.each(asking(ROUTES, REPO_VERBS))('%s', async (route, verb) => {
    for (const kind of Object.keys(places)) {
      for (const [name, caller] of Object.entries(callers)) {
        const place = await placeFor(route, kind);
        await check(route, verb, { place, caller, what: `${route} of ${kind} by ${name}` });
      }
    }
  });
});

describe('of an organisation', () => {
  it.each(asking(ROUTES, ORG_VERBS))('%s', async (route, verb) => {
    for (const kind of ['private', 'foreign']) {
      for (const [name, caller] of Object.entries(callers)) {
        const place = await placeFor(route, kind);
        await check(route, verb, { place, caller, what: `${route} of ${kind} by ${name}` });
      }
    }
  });
});

describe('of the server', () => {
  it.each(asking(ROUTES, SERVER_VERBS))('%s', async (route, verb) => {
    for (const [name, caller] of Object.entries(callers)) {
      // One's own sessions are still needed.
      if (route === 'DELETE /api/v1/me/sessions' && caller.cookie) continue;
      await check(route, verb, { place: nothing(), caller, what: `${route} by ${name}` });
    }
  });
});

async function placeFor(address: string, kind: string): Promise<Place> {
  const place = places[kind] as Place;
  if (address === 'DELETE /api/v1/credentials/{id}') {
    const [org] = await api.db.select().from(orgs).where(eq(orgs.name, place.org));
    return { ...place, credential: await addCredential(org?.id ?? '') };
  }
  if (address === 'DELETE /api/v1/targets/{id}') {
    const [org] = await api.db.select().from(orgs).where(eq(orgs.name, place.org));
    return { ...place, target: await addTarget(org?.id ?? '') };
  }
  if (address === 'DELETE /api/v1/connections/{id}') {
    const [org] = await api.db.select().from(orgs).where(eq(orgs.name, place.org));
    return { ...place, connection: await addConnection(org?.id ?? '') };
  }
  if (address === 'DELETE /api/v1/deliveries/{id}' || address === 'delete-delivery')
    return { ...place, ...(await addDelivery(place.repo)) };
  if (!isDestructive(address)) return place;
  const [row] = await api.db.select().from(repos).where(eq(repos.id, place.repo));
  const doomed = await addPlace(row?.orgId ?? '', place.org, {
    name: `doomed-${randomUUID()}`,
    isPublic: row?.isPublic ?? false,
  });
  if (isBinned(address)) await api.db.update(repos).set({ deletedAt: new Date() }).where(eq(repos.id, doomed.repo));
  return doomed;
}

function isHidden(route: string, actor: Actor, subject: Subject): boolean {
  const least = HIDES_BEFORE[route];
  return HIDES.includes(route) || (least !== undefined && !may(actor, least, subject as SubjectOf<Verb>));
}

async function check(route: string, verb: Verb, at: { place: Place; caller: Caller; what: string }): Promise<void> {
  const { place, caller, what } = at;
  const isChange = !route.startsWith('GET ');
  const subject = await subjectFor(verb, place, caller);
  const isAllowed = may(caller.actor, verb, subject as SubjectOf<Verb>);
  const answer = await ask(route, place, caller);
  if (isAllowed) {
    expect([401, 403], `${what}: ${answer.detail}`).not.toContain(answer.status);
    // An administrator is told that there is nothing at an address that is made up.
    if (subject.kind !== 'server') {
      expect(answer.detail, what).not.toMatch(
        /^There is no such (?:repository|organisation|run|credential|connection|target|delivery|delivery run)\./,
      );
    }
  } else if (caller.actor.kind === 'anonymous' && (isChange || subject.kind === 'server')) {
    expect(answer.status, what).toBe(401);
    if (subject.kind !== 'server') expect(answer, what).toEqual(await askNothing(route, caller));
  } else if (isSeen(caller.actor, subject)) {
    const refused = caller.actor.kind === 'anonymous' ? 401 : 403;
    expect(answer.status, what).toBe(isHidden(route, caller.actor, subject) ? 404 : refused);
  } else if (route in ADDING) {
    // That a name is taken cannot be hidden.
    expect(answer.status, what).toBe(409);
  } else {
    expect(answer.status, what).toBe(404);
    expect(answer, what).toEqual(await askNothing(route, caller));
  }
}

describe('a form of a repository', () => {
  const fields = (form: string, { repo, run, delivery, deliveryRun }: Place): Record<string, string> => {
    const about: Record<string, string> = {
      'cancel-delivery': deliveryRun,
      ...Object.fromEntries(OF_DELIVERIES.map((one) => [one, delivery])),
    };
    const isAboutSomethingIn = [
      'forget-rewrite',
      'change-share',
      'unshare-repo',
      'purge-repo',
      'change-push-mirror',
      'push-now',
      'remove-push-mirror',
      'except-secret',
      'withdraw-secret-exception',
    ].includes(form);
    return {
      from: '/',
      ...(isAboutSomethingIn ? { id: somebody, repo } : { id: about[form] ?? (form.endsWith('-run') ? run : repo) }),
      source_url: 'http://169.254.169.254/x',
      email: 'nobody@x.example',
      can: 'read',
      reason: 'why',
      commit: 'x',
      before: '{}',
      kind: 'clone',
      target: somebody,
    };
  };

  it.each(asking(FORMS, REPO_VERBS))('%s', async (form, verb) => {
    for (const kind of Object.keys(places)) {
      for (const [name, caller] of Object.entries(callers)) {
        // Forms are for browsers.
        if (caller.headers) continue;
        const what = `${form} of ${kind} by ${name}`;
        const place = await placeFor(form, kind);
        const subject = await readSubject(verb, place, caller);
        const error = await post(form, fields(form, place), caller);
        if (may(caller.actor, verb, subject as SubjectOf<Verb>)) {
          expect(error ?? '', what).not.toMatch(/may do this|no such (?:repository|run|delivery)/);
        } else if (isHidden(form, caller.actor, subject)) {
          const isNothing = /There is no such (?:repository|delivery)/;
          expect(error, what).toMatch(caller.actor.kind === 'anonymous' ? /Sign in/ : isNothing);
        } else if (isSeen(caller.actor, subject) && caller.actor.kind !== 'anonymous' && form !== 'delete-repo') {
          expect(error, what).toMatch(/may do this/);
        } else if (!isSeen(caller.actor, subject)) {
          expect(error, what).toBe(await post(form, fields(form, nothing()), caller));
          expect(error, what).not.toBeNull();
        } else {
          expect(error, what).not.toBeNull();
        }
      }
    }
  });
});

/** The sentence that the form was refused with; null if it was taken. */
async function post(form: string, fields: Record<string, string>, caller: Caller): Promise<string | null> {
  const request = new Request(`http://${HOST}/forms/${form}`, {
    method: 'POST',
    headers: {
      host: HOST,
      origin: `http://${HOST}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...(caller.cookie ? { cookie: caller.cookie } : {}),
    },
    body: new URLSearchParams(fields).toString(),
  });
  const response = await POST(request, { params: Promise.resolve({ form }) });
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith(`${SENT_COOKIE}=`));
  const sent = await readSent(api.env, cookie?.slice(SENT_COOKIE.length + 1).split(';')[0]);
  return sent?.error ?? null;
}

it('left everything as it was that nobody was allowed to touch', async () => {
  const left = await api.db
    .select({ name: repos.name })
    .from(repos)
    .where(and(like(repos.name, 'foreign%')));
  expect(left).toHaveLength(1);
  const inAcme = and(eq(orgMembers.orgId, orgs.id), eq(orgs.name, 'acme'));
  expect(await api.db.select().from(orgMembers).innerJoin(orgs, inAcme)).toHaveLength(ROLES.length);
  const people = Object.values(callers).filter(({ cookie }) => cookie !== '');
  expect(await api.db.select().from(users)).toHaveLength(people.length);
});
