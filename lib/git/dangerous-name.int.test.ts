// What git's own safety check says of names is what ours has to say of them at least.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo, type GitRepo, runGit } from '@/e2e/servers/git/git-repo';
import { isDangerousPath } from './dangerous-name';
import { pathProblem } from './escape-path';
import { readFileAt } from './read/read-file';
import { listTree } from './read/tree';

let root: string;
let repo: GitRepo;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-names-'));
  repo = await createRepo(root, 'names', { 'a.txt': 'a\n' });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const IGNORABLE = [0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202e, 0x206a, 0x206f, 0xfeff].map((c) =>
  String.fromCodePoint(c),
);
const ENDS = ['', '.', ' ', '...', '. .', '::$INDEX_ALLOCATION', ':x', '\\x', '\\..\\y', ' :a', '.\\'];
const STEMS = ['.git', '.GIT', '.gIt', 'git~1', 'GIT~1'];
const ODD = [
  '.',
  '..',
  ...STEMS.flatMap((stem) => ENDS.map((end) => stem + end)),
  ...IGNORABLE.flatMap((c) => [`${c}.git`, `.g${c}it`, `.git${c}`, `.G${c}${c}I${c}T`]),
  ...STEMS.flatMap((stem) => [`a\\${stem}`, `a\\b\\${stem}.`, `\\${stem}`]),
  'a/b',
  '/a',
  'a/',
  'a/../b',
  './.git/config',
  '.gitmodules',
];
const HARMLESS = [
  '.gitmodules',
  '.gitignore',
  '.gitattributes',
  '.github',
  '.git-blame-ignore-revs',
  'git',
  'git~2',
  'xgit~1',
  'my.git',
  '...',
  '..a',
  'a..',
  '.g.it',
  'gít',
  'git\u200b',
  'a b.',
  'back\\slash',
  'digit~1',
];

/** A tree for each name: one git for all of them. */
async function treesOf(names: string[]): Promise<Map<string, string>> {
  const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
  const files = names.map((_, i) => path.join(root, `tree-${i}`));
  for (const [i, name] of names.entries()) {
    await writeFile(files[i] ?? '', Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]));
  }
  const made = await repo.git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin-paths'], files.join('\n'));
  return new Map(
    made
      .trim()
      .split('\n')
      .map((sha, i) => [sha, names[i] ?? '']),
  );
}

it('refuses every name that git refuses, in all its spellings, and no other', async () => {
  const names = await treesOf([...ODD, ...HARMLESS]);
  const check = await runGit(repo.dir, ['fsck', '--strict', '--no-dangling', '--no-progress']).catch(String);
  const refused = [...check.matchAll(/in tree ([0-9a-f]{40}): (?:hasDot|hasDotdot|hasDotgit|fullPathname)\b/g)];
  const byGit = new Set(refused.map(([, sha = '']) => names.get(sha) ?? ''));
  expect(byGit.size).toBeGreaterThan(60);
  // A slash within a name reads like a path of several: each part of it is looked at.
  expect([...byGit].filter((name) => !isDangerousPath(name))).toEqual(['a/b']);
  expect(HARMLESS.filter((name) => isDangerousPath(name) || pathProblem(name) !== null)).toEqual([]);
});

it('leaves them out of listings, and finds nothing under them', async () => {
  const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
  const folder = (await repo.git(['rev-parse', 'main^{tree}'])).trim();
  const entry = (mode: string, name: string, sha: string) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(sha, 'hex'),
  ];
  const bytes = Buffer.concat([
    ...entry('40000', '..', folder),
    ...entry('40000', '.GIT. ', folder),
    ...entry('100644', '/etc/passwd', blob),
    ...entry('100644', 'good.txt', blob),
    ...entry('40000', 'git~1', folder),
  ]);
  const tree = (await repo.git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], bytes)).trim();
  const commit = (await repo.git(['commit-tree', '-m', 'crafted', tree])).trim();
  for (const recursive of [true, false]) {
    const listed: string[] = [];
    let leftOut = 0;
    const options = { recursive, onDangerous: () => void leftOut++ };
    for await (const { path: name } of listTree(repo.dir, commit, options)) listed.push(name);
    expect([listed, leftOut]).toEqual([['good.txt'], 4]);
  }
  for (const name of ['../a.txt', '.GIT. /a.txt', '/etc/passwd', 'git~1/a.txt']) {
    expect(await readFileAt(repo.dir, commit, name, 99), name).toBeNull();
  }
  expect((await readFileAt(repo.dir, commit, 'good.txt', 99))?.content?.toString()).toBe('a\n');
});
