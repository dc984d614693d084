// Stock git that knows a repository by a name that it no longer has, and one that pushes to what is archived.
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { users } from '@/db/schema';
import type { Actor } from '@/lib/context';
import { archiveRepo, unarchiveRepo } from '@/lib/repos/life/archive-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { renameRepo, transferRepo } from '@/lib/repos/life/move-name';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import type { Repo } from '@/lib/repos/repo';
import { openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { makeToken, newTokenSchema } from '@/lib/tokens/make-token';
import { type GitHouse, git, gitOk, startHouse } from './testing';

openWorld();
let house: GitHouse;
let repo: Repo;
let work: string;
let token: string;

beforeAll(async () => {
  house = await startHouse(world.as(SYSTEM));
  const [user] = await world
    .as(SYSTEM)
    .db.insert(users)
    .values({ email: 'ada@names.example', isAdmin: true })
    .returning();
  const ada: Actor = { kind: 'user', userId: user?.id ?? '', isAdmin: true };
  const wanted = newTokenSchema.parse({ name: 'git', scopes: ['read', 'write'] });
  token = (await makeToken(world.as(ada), wanted)).secret;
  repo = await addRepo(world.as(SYSTEM), { org: 'acme', name: 'before', is_public: true });
  await addRepo(world.as(SYSTEM), { org: 'other', name: 'beside' });
  work = path.join(house.folder, 'work');
  await gitOk(house.folder, ['init', '-q', '-b', 'main', work]);
  await gitOk(work, ['remote', 'add', 'origin', `http://git:${token}@127.0.0.1:${house.port}/acme/before.git`]);
  await commit('one');
  await gitOk(work, ['push', 'origin', 'main']);
  await renameRepo(world.as(SYSTEM), repo.id, { name: 'between' });
  await transferRepo(world.as(SYSTEM), repo.id, { org: 'other' });
  await renameRepo(world.as(SYSTEM), repo.id, { name: 'after' });
});
afterAll(() => house?.close());

async function commit(text: string): Promise<string> {
  await writeFile(path.join(work, 'a.txt'), `${text}\n`);
  await gitOk(work, ['add', '-A']);
  await gitOk(work, ['commit', '-q', '-m', text]);
  return await gitOk(work, ['rev-parse', 'HEAD']);
}

const tip = async (version: 0 | 2) =>
  (await gitOk(house.folder, ['ls-remote', `${house.url}/other/after.git`, 'main'], { version })).split('\t')[0];

it.each([0, 2] as const)('a visitor clones and fetches by an old name, version %i', async (version) => {
  const into = path.join(house.folder, `clone-${version}`);
  const said = await git(house.folder, ['clone', `${house.url}/acme/before.git`, into], { version });
  expect(said).toMatchObject({ code: 0 });
  expect(said.err).toContain(`warning: redirecting to ${house.url}/other/after.git`);
  const head = await commit(`more ${version}`);
  await gitOk(work, ['push', 'origin', 'main'], { version });
  await gitOk(into, ['pull', '-q'], { version });
  expect(await gitOk(into, ['rev-parse', 'HEAD'])).toBe(head);
  expect(await readFile(path.join(into, 'a.txt'), 'utf8')).toBe(`more ${version}\n`);
});

it.each([0, 2] as const)(
  'a token in the old address is good for clones, fetches and pushes, version %i',
  async (version) => {
    await updateRepo(world.as(SYSTEM), repo.id, { is_public: false });
    try {
      const address = `http://git:${token}@127.0.0.1:${house.port}/acme/between.git`;
      const into = path.join(house.folder, `private-${version}`);
      await gitOk(house.folder, ['clone', address, into], { version });
      await gitOk(into, ['commit', '-q', '--allow-empty', '-m', 'from there'], { version });
      await gitOk(into, ['push', 'origin', 'main'], { version });
      await gitOk(work, ['pull', '-q', 'origin', 'main'], { version });
      expect(await gitOk(work, ['rev-parse', 'HEAD'])).toBe(await gitOk(into, ['rev-parse', 'HEAD']));
      // Who may not see it is not told that there was such a name.
      const answers = await Promise.all(['acme/between', 'acme/nothing'].map(listed));
      expect(answers[0]).toEqual({ ...answers[1] });
      expect(answers[0]?.status).toBe(401);
    } finally {
      await updateRepo(world.as(SYSTEM), repo.id, { is_public: true });
    }
  },
);

it('a name that another repository takes leads nowhere else', async () => {
  expect((await listed('acme/before')).status).toBe(301);
  const taker = await addRepo(world.as(SYSTEM), { org: 'acme', name: 'before', is_public: true });
  expect((await listed('acme/before')).status).toBe(200);
  await deleteRepo(world.as(SYSTEM), taker.id);
  expect((await listed('acme/before')).status).toBe(401);
});

it('what is archived can be cloned, and refuses pushes in words', async () => {
  await archiveRepo(world.as(SYSTEM), repo.id);
  const before = await tip(2);
  await commit('too late');
  const said = await git(work, ['push', `http://git:${token}@127.0.0.1:${house.port}/other/after.git`, 'main']);
  expect(said.code).not.toBe(0);
  expect(said.err).toContain('other/after is archived, so it is read-only');
  expect(await tip(2)).toBe(before);
  await unarchiveRepo(world.as(SYSTEM), repo.id);
  await gitOk(work, ['push', `http://git:${token}@127.0.0.1:${house.port}/other/after.git`, 'main']);
});

function listed(name: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${house.url}/${name}.git/info/refs?service=git-upload-pack`, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    request.on('error', reject);
  });
}
