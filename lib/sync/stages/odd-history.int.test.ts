// Histories with odd objects through the real engine: searchable, and every page and answer about them works.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { ODD_COMMITS, ODD_TREES, oddWriter } from '@/e2e/servers/git/odd-objects';
import { startWorld, type World } from '@/e2e/servers/world';
import { listBranches } from '@/lib/browse/list-branches';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { listHistory } from '@/lib/browse/list-history';
import { readBlob } from '@/lib/browse/read-blob';
import { readCommit } from '@/lib/browse/read-commit';
import { readTree } from '@/lib/browse/read-tree';
import type { Actor } from '@/lib/context';
import { oddNoteIn } from '@/lib/git/runner/odd-objects';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { oddObjectsNote } from '@/lib/repos/odd-objects-note';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { auditRepo } from '@/lib/sync/upkeep/audit';

const SYSTEM: Actor = { kind: 'system' };
const VISITOR: Actor = { kind: 'anonymous' };
let world: World;
beforeAll(async () => {
  world = await startWorld({}, { hasClock: false });
});
afterAll(() => world?.close());

async function added(git: GitRepo): Promise<string> {
  const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null });
  return repo.id;
}

async function sync(id: string) {
  const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  await waitForRun(world.as(SYSTEM), runId, 60_000);
  return await world.settle(id);
}

const found = async (q: string) =>
  (await search(world.as(VISITOR), { q })).results.map((r) => `${r.repo}:${r.path}`).sort();

/** All that a visitor can read of a commit: itself, its folders, its files, and their history. */
async function readAll(id: string, commit: string): Promise<string[]> {
  const ctx = world.as(VISITOR);
  const { commit: read } = await readCommit(ctx, { repoId: id, commit });
  expect(JSON.stringify(read)).not.toContain('\\u0000');
  const paths: string[] = [];
  const walk = async (path: string): Promise<void> => {
    const { entries } = await readTree(ctx, { repoId: id, commit, path });
    for (const entry of entries) {
      paths.push(entry.path);
      if (entry.type === 'dir') await walk(entry.path);
      else if (entry.type === 'file') await readBlob(ctx, { repoId: id, commit, path: entry.path });
    }
  };
  await walk('');
  return paths;
}

it('a sound tip is searchable whatever lies before it, and all of it can be read', { timeout: 480_000 }, async () => {
  const git = await createRepo(world.upstreams, 'acme/odd', { 'a.txt': 'first dunlin\n' });
  const write = oddWriter(git);
  const [first = '', blob = '', folder = ''] = (
    await git.git(['rev-parse', 'main', 'main:a.txt', 'main^{tree}'])
  ).split('\n');
  const odd: string[] = [];
  for (const entriesOf of Object.values(ODD_TREES)) {
    const tree = await write.tree(await entriesOf({ blob, folder }, write));
    odd.push(await write.commit(tree, { parents: [odd.at(-1) ?? first] }));
  }
  for (const lines of Object.values(ODD_COMMITS)) {
    odd.push(await write.commit(folder, { ...lines, parents: [odd.at(-1) ?? first] }));
  }
  await git.setBranch('main', odd.at(-1) ?? '');
  await git.setBranch('at-odd', odd[0] ?? '');
  await git.commit({ 'tip.txt': 'sound dunlin\n' });
  const id = await added(git);

  const [run] = await world.runs(id);
  expect(run?.note).toMatch(/^\d+ odd objects in what was fetched \(.*\): harmless here\.$/);
  expect(await found('dunlin')).toEqual(['acme/odd:a.txt', 'acme/odd:tip.txt']);
  const { commits } = await listCommitsOf(world.as(VISITOR), id, { limit: 200 });
  expect(commits.map(({ sha }) => sha)).toEqual(expect.arrayContaining(odd));
  const trees = odd.slice(0, Object.keys(ODD_TREES).length);
  await Promise.all(trees.map(async (commit) => expect((await readAll(id, commit)).length).toBeGreaterThan(0)));
  const commitsAlone = odd.slice(trees.length);
  await Promise.all(commitsAlone.map((commit) => readCommit(world.as(VISITOR), { repoId: id, commit })));
  expect((await listBranches(world.as(VISITOR), id)).branches.map(({ name }) => name)).toEqual(['main', 'at-odd']);
  expect((await listHistory(world.as(VISITOR), id, { commit: odd.at(-1) ?? '' })).commits.length).toBeGreaterThan(0);

  const next = await git.commit({ 'tip.txt': 'sound curlew\n' });
  expect(await sync(id)).toMatchObject({ status: 'ready', head_commit: next });
  expect(await found('curlew')).toEqual(['acme/odd:tip.txt']);
  expect((await world.runs(id))[0]?.note).toBeNull();
  // The repository's page tells it still, to people alone.
  expect(await oddObjectsNote(world.as(SYSTEM), id)).toMatchObject({ runId: run?.id, sentence: run?.note });
  expect(await oddObjectsNote(world.as(VISITOR), id)).toBeNull();
});

it('what is said of odd objects is told apart from all else that a run says', () => {
  const odd = 'At least 10,000 odd objects in what was fetched (badDate 9,999, …): harmless here.';
  expect(oddNoteIn(`Left out: x. ${odd} HEAD is detached there: main is what is searchable.`)).toBe(odd);
  expect(oddNoteIn('1 odd object in what was fetched (badDate 1): harmless here.')).toContain('1 odd object');
  expect(oddNoteIn('HEAD names odd objects, which has no commit yet.')).toBeNull();
});

it('an odd tip is searchable, each name once, and stays so', { timeout: 480_000 }, async () => {
  const git = await createRepo(world.upstreams, 'acme/odd-tip', {
    'a.txt': 'godwit first\n',
    'b.txt': 'godwit second\n',
  });
  const write = oddWriter(git);
  const [first = '', one = '', two = '', folder = ''] = (
    await git.git(['rev-parse', 'main', 'main:a.txt', 'main:b.txt', 'main^{tree}'])
  ).split('\n');
  const tree = await write.tree([
    ['100644', 'z.txt', one],
    ['100666', 'twice.txt', one],
    ['100644', 'twice.txt', two],
    ['040000', 'dir', folder],
    ['160000', 'sub', '0'.repeat(40)],
    ['100644', 'a.txt', two],
  ]);
  const tip = await write.commit(tree, { parents: [first], author: null, message: 'a\0b' });
  await git.setBranch('main', tip);
  const id = await added(git);
  const all = ['a.txt', 'dir/a.txt', 'dir/b.txt', 'twice.txt', 'z.txt'].map((name) => `acme/odd-tip:${name}`);
  expect(await found('godwit')).toEqual(all);
  expect(await readAll(id, tip)).toEqual(
    expect.arrayContaining(['z.txt', 'twice.txt', 'dir', 'dir/b.txt', 'sub', 'a.txt']),
  );
  const seen = await readBlob(world.as(VISITOR), { repoId: id, commit: tip, path: 'twice.txt' });
  expect(seen.content).toBe('godwit first\n');
  expect(await found('first')).toContain('acme/odd-tip:twice.txt');

  // A comparison of the whole finds nothing amiss, today and tomorrow.
  expect(await auditRepo(world.as(SYSTEM), id)).toBe('ok');
  await world.as(SYSTEM).db.$client`update repos set compared_at = null where id = ${id}`;
  expect(await sync(id)).toMatchObject({ status: 'ready', head_commit: tip });
  expect(await found('godwit')).toEqual(all);
});
