// Old mistakes in a history are tolerated and counted, by git's own names of them, and the dangerous ones are not.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { GitRepo } from '@/e2e/servers/git/git-repo';
import {
  type CommitLines,
  ODD_COMMITS,
  ODD_TREES,
  type OddWriter,
  oddWriter,
  type RawEntry,
} from '@/e2e/servers/git/odd-objects';
import { listCommits } from '@/lib/git/read/log';
import { listTree } from '@/lib/git/read/tree';
import { OddObjects } from '@/lib/git/runner/odd-objects';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';

let world: MirrorWorld;
beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());

/** A history whose second commit is odd, between sound ones. */
async function historyWith(
  entriesOf: (sound: { blob: string; folder: string }, write: OddWriter) => Promise<RawEntry[]> | RawEntry[],
  lines: CommitLines,
): Promise<{ repo: GitRepo; odd: string; tip: string }> {
  const repo = await world.newRepo({ 'a.txt': 'a\n' });
  const write = oddWriter(repo);
  const [first = '', blob = '', folder = ''] = (
    await repo.git(['rev-parse', 'main', 'main:a.txt', 'main^{tree}'])
  ).split('\n');
  const tree = await write.tree(await entriesOf({ blob, folder }, write));
  const odd = await write.commit(tree, { ...lines, parents: [first] });
  await repo.setBranch('main', odd);
  // A tip that has nothing of it.
  const tip = await repo.commit({ 'b.txt': 'b\n' }, { clear: true });
  return { repo, odd, tip };
}

const plain = ({ blob }: { blob: string }): RawEntry[] => [['100644', 'a.txt', blob]];

describe.each([
  ...Object.entries(ODD_TREES).map(([kind, entries]) => [kind, entries, {}] as const),
  ...Object.entries(ODD_COMMITS).map(([kind, lines]) => [kind, plain, lines] as const),
])('an old object with %s', (kind, entries, lines) => {
  it('comes with the rest, is counted, and can be read', async () => {
    const { repo, odd, tip } = await historyWith(entries, lines);
    const dir = world.newDir();
    const remote = await world.remoteOf(repo);
    const note = (await cloneMirror(remote, dir, world.limits)).note() ?? '';
    expect(note).toMatch(/^\d+ odd objects? in what was fetched \(.*\): harmless here\.$/);
    expect(note).toContain(`${kind} 1`);
    const commits = await collect(listCommits(dir, { to: tip }));
    expect(commits.map(({ sha }) => sha)).toContain(odd);
    for (const commit of commits) {
      expect(commit.authoredAt.getTime()).not.toBeNaN();
      expect(`${commit.authorName}${commit.authorEmail}${commit.subject}`).not.toContain('\0');
    }
    expect((await collect(listTree(dir, odd))).length).toBeGreaterThan(0);
    // Nor do later fetches stumble over what is here by then, and they count it no more.
    await repo.commit({ 'c.txt': 'c\n' });
    await repo.setBranch(
      'other',
      (
        await oddWriter(repo).commit((await repo.git(['rev-parse', `${odd}^{tree}`])).trim(), { parents: [odd] })
      ).trim(),
    );
    expect((await fetchMirror(remote, dir, world.limits)).note()).toBeNull();
  });
});

describe('among old mistakes', () => {
  it.each(['..', '.', '.git', '.GIT. ', 'git~1', '.g\u200cit', 'a/b'])(
    'the name %j is refused all the same',
    async (name) => {
      const { repo } = await historyWith(
        async ({ blob, folder }, write) => [
          ['100644', 'twice.txt', blob],
          ['100644', 'twice.txt', blob],
          ['40000', name, folder],
          ...((await ODD_TREES.gitmodulesUrl?.({ blob, folder }, write)) ?? []),
        ],
        ODD_COMMITS.missingAuthor ?? {},
      );
      const dir = world.newDir();
      const refusal = { code: 'upstream', kind: 'corrupt', retryable: false };
      const cloning = cloneMirror(await world.remoteOf(repo), dir, world.limits);
      await expect(cloning).rejects.toMatchObject({ ...refusal, message: expect.stringMatching(/\((?:has|full)/) });
      const left = await readdir(path.dirname(dir));
      expect(left.filter((entry) => entry.startsWith(path.basename(dir)))).toEqual([]);
    },
  );

  it('a connection that breaks off is not taken for one of them', async () => {
    const { repo } = await historyWith(ODD_TREES.duplicateEntries ?? plain, ODD_COMMITS.badDate ?? {});
    await repo.commit({ 'noise.txt': 'x'.repeat(10_000) });
    const remote = await world.remoteOf(repo);
    const dir = world.newDir();
    await cloneMirror(remote, dir, world.limits);
    await repo.setBranch(
      'main',
      await oddWriter(repo).commit((await repo.git(['rev-parse', 'main^{tree}'])).trim(), { author: null }),
    );
    world.server.faults.push({ match: ({ method }) => method === 'POST', cutAfterBytes: 200 });
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject({ kind: 'network' });
    world.server.faults.length = 0;
  });
});

describe('what git says', () => {
  const id = 'a'.repeat(40);

  it('is counted line by line however it is cut, and all else is passed on at once', () => {
    const said = [
      'Receiving objects:  10% (1/10)\rReceiving objects: 100% (10/10), done.\n',
      `warning: object ${id}: badDate: invalid author/committer line - bad date\n`,
      `Resolving deltas: 50%\rwarning: object ${'b'.repeat(64)}: treeNotSorted: not properly sorted\n`,
      "warning: Skipping unknown msg id 'largepathname'\n",
      `warning: object ${id}: missingEmail: x\n`,
      'error: RPC failed\n',
    ].join('');
    for (const size of [1, 2, 7, 1000]) {
      const odd = new OddObjects();
      let kept = '';
      for (let at = 0; at < said.length; at += size) kept += odd.read(said.slice(at, at + size));
      expect(kept).toContain('Receiving objects: 100% (10/10), done.\n');
      expect(kept).toContain('error: RPC failed\n');
      expect(kept).not.toContain('badDate');
      expect(kept).not.toContain('Skipping');
      expect(odd.note()).toBe(
        '2 odd objects in what was fetched (badDate 1, treeNotSorted 1, missingEmail 1): harmless here.',
      );
    }
    expect(new OddObjects().read('Receiving objects:  1%')).toBe('Receiving objects:  1%');
  });

  it('has an end, and is held in memory as far as it is worth it', () => {
    const odd = new OddObjects();
    const many = (from: number, count: number) =>
      Array.from(
        { length: count },
        (_, i) => `warning: object ${(from + i).toString(16).padStart(40, '0')}: badDate: x\n`,
      ).join('');
    odd.read(many(0, 20_000));
    expect(odd.note()).toBe('At least 10,000 odd objects in what was fetched (badDate 20,000): harmless here.');
    const flood = () => {
      const line = many(0, 1000);
      for (let i = 0; i < 1000; i++) odd.read(line);
    };
    expect(flood).toThrow(/1,000,000/);
  });
});
