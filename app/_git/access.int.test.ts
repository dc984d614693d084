// Who may clone, fetch and push with which token: stock git against a house with organisations.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { users } from '@/db/schema';
import type { Actor } from '@/lib/context';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import type { Repo } from '@/lib/repos/repo';
import { openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { makeToken, type NewToken, newTokenSchema } from '@/lib/tokens/make-token';
import { type GitHouse, git, gitOk, startHouse } from './testing';

openWorld();
let house: GitHouse;
let repo: Repo;
let work: string;
const people: Record<'owner' | 'viewer' | 'stranger', Actor> = {} as never;

beforeAll(async () => {
  house = await startHouse(world.as(SYSTEM));
  const { db } = world.as(SYSTEM);
  for (const name of ['owner', 'viewer', 'stranger'] as const) {
    const [user] = await db
      .insert(users)
      .values({ email: `${name}@example.com` })
      .returning();
    people[name] = { kind: 'user', userId: user?.id ?? '', isAdmin: false };
  }
  repo = await addRepo(world.as(people.owner), { org: 'house', name: 'private', org_is_open: false });
  await db.$client`
    insert into org_members (org_id, user_id, role)
    select org_id, ${idOf(people.viewer)}, 'viewer' from repos where id = ${repo.id}`;
  work = path.join(house.folder, 'work');
  await gitOk(house.folder, ['init', '-q', '-b', 'main', work]);
  await writeFile(path.join(work, 'a.txt'), 'one\n');
  await gitOk(work, ['add', '-A']);
  await gitOk(work, ['commit', '-q', '-m', 'One']);
});
afterAll(() => house?.close());

const idOf = (actor: Actor) => (actor.kind === 'user' ? actor.userId : '');

async function tokenOf(who: keyof typeof people, input: Partial<NewToken>): Promise<string> {
  const wanted = newTokenSchema.parse({ name: 'git', scopes: ['read', 'write'], ...input });
  return (await makeToken(world.as(people[who]), wanted)).secret;
}

const address = (token: string, name = 'house/private') => `http://git:${token}@127.0.0.1:${house.port}/${name}.git`;
const push = (token: string, ref = 'main') => git(work, ['push', address(token), ref]);
const list = (token: string, name?: string) => git(work, ['ls-remote', address(token, name)]);

it('an owner pushes and a viewer fetches; a stranger finds nothing there', async () => {
  const [owner, viewer, stranger] = await Promise.all([
    tokenOf('owner', {}),
    tokenOf('viewer', {}),
    tokenOf('stranger', {}),
  ]);
  expect((await push(viewer)).err).toMatch(/Members of the organisation may do this|may do this/);
  expect((await push(owner)).code).toBe(0);
  expect((await list(viewer)).out).toContain('refs/heads/main');
  for (const said of [await list(stranger), await push(stranger), await list(stranger, 'house/nothing')]) {
    expect(said.code).not.toBe(0);
    expect(said.err).toMatch(/not found|There is no such repository/);
  }
});

it('a token is good for its scopes and for what it is narrowed to', async () => {
  const other = await addRepo(world.as(people.owner), { org: 'house', name: 'other' });
  const reads = await tokenOf('owner', { scopes: ['read'] });
  const narrow = await tokenOf('owner', { repo_ids: [other.id] });
  expect((await list(reads)).code).toBe(0);
  expect((await push(reads, 'main:side')).err).toContain('scope');
  expect((await list(narrow, 'house/other')).code).toBe(0);
  expect((await list(narrow)).err).toMatch(/not found|no such repository/);
});

it('a token that is wrong, revoked or expired opens nothing, nor does a password', async () => {
  const { db } = world.as(SYSTEM);
  const token = await tokenOf('owner', {});
  expect((await list(token)).code).toBe(0);
  await db.$client`update tokens set expires_at = now() - interval '1 minute'`;
  const mistyped = `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
  for (const wrong of [token, mistyped, 'a-password-of-an-account', '']) {
    const said = await list(wrong);
    expect(said.code).not.toBe(0);
    expect(said.err).toMatch(/Authentication failed|could not read Password|terminal prompts disabled/);
  }
});
