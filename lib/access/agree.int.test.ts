// `may` and its form in SQL are one rule: asked of every caller about every repository and organisation, they agree.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orgMembers, orgs, repoShares, repos, users } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Actor, Scope, TokenGrant } from '@/lib/context';
import { selectOrgs, visibleOrgs } from '@/lib/orgs/org';
import { may } from './may';
import { ROLES, SHARES } from './roles';
import { orgSubject, repoSubject, standingTo } from './standing-to';
import { REPO_VERBS, type RepoVerb } from './verbs';
import { mayOnRepos } from './visible-repos';

let database: TestDatabase;
const actors: Record<string, Actor> = {};

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const people = await db
    .insert(users)
    .values(
      [...ROLES.map((role) => `${role}@x`), 'outside@x', 'read@x', 'write@x', 'root@x'].map((email) => ({ email })),
    )
    .returning();
  const idOf = (name: string) => people.find(({ email }) => email === `${name}@x`)?.id ?? '';
  const made = await db
    .insert(orgs)
    .values([{ name: 'closed' }, { name: 'open', isOpen: true }, { name: 'empty' }])
    .returning();
  for (const org of made) {
    for (const role of ROLES) await db.insert(orgMembers).values({ orgId: org.id, userId: idOf(role), role });
    if (org.name === 'empty') continue;
    for (const isPublic of [true, false]) {
      for (const owner of [null, idOf('member'), idOf('viewer'), idOf('outside')]) {
        const name = `${isPublic ? 'public' : 'private'}-${people.find(({ id }) => id === owner)?.email ?? 'nobody'}`;
        const [repo] = await db.insert(repos).values({ orgId: org.id, name, isPublic, addedBy: owner }).returning();
        if (owner !== null) continue;
        for (const can of SHARES)
          await db.insert(repoShares).values({ repoId: repo?.id ?? '', userId: idOf(can), can });
      }
    }
  }
  actors.visitor = { kind: 'anonymous' };
  actors.operator = { kind: 'operator' };
  actors.system = { kind: 'system' };
  for (const { email, id } of people) {
    actors[email] = { kind: 'user', userId: id, isAdmin: email === 'root@x' };
  }
  const [first] = await db.select().from(repos).where(eq(repos.isPublic, false)).limit(1);
  const [org] = made;
  const narrowings: Record<string, Pick<TokenGrant, 'orgId' | 'repoIds'>> = {
    wide: { orgId: null, repoIds: null },
    'of an organisation': { orgId: org?.id ?? '', repoIds: null },
    'of a repository': { orgId: null, repoIds: [first?.id ?? ''] },
    'of none': { orgId: null, repoIds: [] },
    'of both': { orgId: made[1]?.id ?? '', repoIds: [first?.id ?? ''] },
  };
  const scopes: Scope[][] = [['read'], ['sync'], ['write'], ['admin'], [], ['read', 'sync', 'write', 'admin']];
  for (const [narrowing, to] of Object.entries(narrowings)) {
    for (const some of scopes) {
      const token = { tokenId: 't', scopes: some, ...to };
      const name = `token ${narrowing} for ${some.join()}`;
      for (const email of ['member@x', 'outside@x', 'write@x', 'root@x']) {
        actors[`${email}, ${name}`] = {
          kind: 'user',
          userId: idOf(email.slice(0, -2)),
          isAdmin: email === 'root@x',
          token,
        };
      }
      actors[`program, ${name}`] = { kind: 'organisation', orgId: org?.id ?? '', token };
    }
  }
});
afterAll(() => database?.close());

it('about repositories', async () => {
  for (const [name, actor] of Object.entries(actors)) {
    const rows = await database.db.select({ ...wanted, ...standingTo(actor) }).from(repos);
    for (const verb of Object.keys(REPO_VERBS) as RepoVerb[]) {
      const found = await database.db
        .select({ name: repos.id })
        .from(repos)
        .where(and(mayOnRepos(actor, verb)));
      const expected = rows.filter((row) => may(actor, verb, repoSubject(row))).map((row) => row.id);
      expect(found.map((row) => row.name).sort(), `${name} ${verb}`).toEqual(expected.sort());
    }
  }
});

it('about organisations', async () => {
  for (const [name, actor] of Object.entries(actors)) {
    const ctx = { actor, db: database.db };
    const rows = await selectOrgs(ctx);
    const found = await selectOrgs(ctx).where(visibleOrgs(ctx));
    const expected = rows.filter((row) => may(actor, 'org.see', orgSubject(row))).map((row) => row.name);
    expect(found.map((row) => row.name).sort(), name).toEqual(expected.sort());
  }
});

const wanted = { id: repos.id, orgId: repos.orgId, isPublic: repos.isPublic, addedBy: repos.addedBy };
