// What is kept of a repository's history, through the real engine: it follows git, and an update has it kept anew.
import { asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { branches, commits, contributors, histories, tags } from '@/db/schema';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';

openWorld();

const ADA = { name: 'Ada', email: 'Ada@example.com' };
const GRACE = { name: 'Grace', email: 'grace@example.com' };

async function added(git: GitRepo): Promise<string> {
  const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null });
  return repo.id;
}

async function kept(id: string) {
  const { db } = world.as(SYSTEM);
  const [history] = await db.select().from(histories).where(eq(histories.repoId, id));
  return {
    history,
    branches: await db.select().from(branches).where(eq(branches.repoId, id)).orderBy(asc(branches.name)),
    tags: await db.select().from(tags).where(eq(tags.repoId, id)).orderBy(asc(tags.versionKey)),
    commits: await db.select().from(commits).where(eq(commits.repoId, id)).orderBy(asc(commits.committedAt)),
    people: await db.select().from(contributors).where(eq(contributors.repoId, id)).orderBy(asc(contributors.email)),
  };
}

it('branches, tags, commits and contributors are those of git, after each sync', async () => {
  const git = await createRepo(world.upstreams, 'acme/kept', { 'a.txt': 'one\n' }, { author: ADA, time: 1000 });
  const first = await git.tip();
  const message = 'Second\nline\n\nWhy it is so.\n\n- and more\n';
  const second = await git.commit({ 'a.txt': 'two\n' }, { author: GRACE, time: 2000, message });
  const side = await git.commit({ 'b.txt': 'side\n' }, { branch: 'feature/x', from: first, author: ADA, time: 1500 });
  await git.tag('v1.9', first);
  await git.tag('v1.10', second, { annotated: true });
  const blob = (await git.git(['rev-parse', 'main:a.txt'])).trim();
  await git.git(['update-ref', 'refs/tags/a-file', blob]);
  const id = await added(git);

  const before = await kept(id);
  expect(before.history).toMatchObject({ commits: 2, branches: 2, tags: 3, mailmapSha: null });
  expect(before.branches).toMatchObject([
    {
      name: 'feature/x',
      commitSha: side,
      authorName: 'Ada',
      subject: 'Change files',
      committedAt: new Date(1_500_000),
    },
    { name: 'main', commitSha: second, authorName: 'Grace', subject: 'Second line' },
  ]);
  expect(before.tags).toMatchObject([
    { name: 'a-file', objectSha: blob, commitSha: null, isAnnotated: false, subject: null },
    { name: 'v1.9', commitSha: first, isAnnotated: false, subject: 'Change files', taggedAt: new Date(1_000_000) },
    { name: 'v1.10', commitSha: second, isAnnotated: true, subject: 'v1.10', taggerName: 'T' },
  ]);
  expect(before.commits).toMatchObject([
    { sha: first, parents: [], committerName: 'Ada', committerEmail: 'Ada@example.com', body: '' },
    { sha: second, parents: [first], subject: 'Second line', body: 'Why it is so.\n\n- and more' },
  ]);
  expect(before.people).toMatchObject([
    { email: 'ada@example.com', name: 'Ada', commits: 1 },
    { email: 'grace@example.com', name: 'Grace', commits: 1 },
  ]);

  const third = await git.commit({ 'a.txt': 'three\n' }, { author: ADA, time: 3000 });
  await git.deleteBranch('feature/x');
  await git.tag('v1.9', third);
  await sync(id);
  const after = await kept(id);
  expect(after.history).toMatchObject({ commits: 3, branches: 1, tags: 3 });
  expect(after.branches).toMatchObject([{ name: 'main', commitSha: third, authorName: 'Ada' }]);
  expect(after.tags.map(({ commitSha }) => commitSha)).toEqual([null, third, second]);
  expect(after.people[0]).toMatchObject({ commits: 2, firstAt: new Date(1_000_000), lastAt: new Date(3_000_000) });
  expect((await world.runs(id))[0]).toMatchObject({ commits_synced: 1 });

  // A rewritten history: what it no longer reaches is dropped, and nobody is counted for it.
  const other = await git.commit({ 'a.txt': 'other\n' }, { from: first, author: GRACE, time: 2500 });
  await sync(id);
  const rewritten = await kept(id);
  expect(rewritten.commits.map(({ sha }) => sha)).toEqual([first, other]);
  expect(rewritten.people).toMatchObject([
    { email: 'ada@example.com', commits: 1, lastAt: new Date(1_000_000) },
    { email: 'grace@example.com', commits: 1, lastAt: new Date(2_500_000) },
  ]);
  expect(rewritten.history).toMatchObject({ commits: 2 });
});

it('people are who the mailmap says, also when it changes', async () => {
  const git = await createRepo(world.upstreams, 'acme/people', { 'a.txt': 'one\n' }, { author: ADA });
  await git.commit({ 'a.txt': 'two\n' }, { author: { name: 'ada l', email: 'ada@home.example' } });
  const id = await added(git);
  expect((await kept(id)).people.map(({ personEmail }) => personEmail)).toEqual([
    'ada@example.com',
    'ada@home.example',
  ]);

  const map = 'Ada Lovelace <ada@example.com> <ADA@home.example>\nAda Lovelace <ada@example.com>\n';
  await git.commit({ '.mailmap': map }, { author: GRACE });
  await sync(id);
  const people = (await kept(id)).people.map(({ personEmail, personName }) => `${personName} ${personEmail}`);
  expect(people).toEqual(['Ada Lovelace ada@example.com', 'Ada Lovelace ada@example.com', 'Grace grace@example.com']);

  await git.commit({ '.mailmap': null }, { author: GRACE });
  await sync(id);
  expect((await kept(id)).people.map(({ personEmail }) => personEmail)).toContain('ada@home.example');
});

it('what was recorded by other rules is recorded anew by the next sync, though nothing moved', async () => {
  const git = await createRepo(world.upstreams, 'acme/older', { 'a.txt': 'one\n' }, { author: ADA });
  await git.tag('v1', await git.tip());
  const id = await added(git);
  const { db } = world.as(SYSTEM);
  await db.delete(histories).where(eq(histories.repoId, id));
  await db.delete(tags).where(eq(tags.repoId, id));
  await db.delete(contributors).where(eq(contributors.repoId, id));
  await db.update(branches).set({ committedAt: null, subject: null }).where(eq(branches.repoId, id));
  await db.update(commits).set({ committerName: '' }).where(eq(commits.repoId, id));

  await sync(id);
  const again = await kept(id);
  expect(again.history).toMatchObject({ commits: 1, branches: 1, tags: 1 });
  expect(again.branches).toMatchObject([{ subject: 'Change files' }]);
  expect(again.commits).toMatchObject([{ committerName: 'Ada' }]);
  expect(again.people).toMatchObject([{ name: 'Ada', commits: 1 }]);
  expect(again.tags).toMatchObject([{ name: 'v1' }]);
  const [run] = await world.runs(id);
  expect(run).toMatchObject({ status: 'unchanged', commits_synced: 0 });
  await sync(id);
  const [next] = await world.runs(id);
  expect(next?.stage).toBe('fetch');
});
