// How much text a repository may bring into the index, however little room it takes while it is packed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { planRun } from '@/lib/indexing/plan/plan';
import { openTestIndex, type TestIndex, type TestRepo, targetOf } from '@/lib/indexing/testing';
import { indexBlobs } from './write';

const FILE = 100_000;
const tooLarge = {
  code: 'limit',
  kind: 'too_large',
  retryable: false,
  message: expect.stringMatching(/more than 976\.6 KiB once they are unpacked.*FRESHET_MAX_REPO_BYTES/),
};
let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex({ FRESHET_MAX_FILE_BYTES: String(FILE), FRESHET_MAX_REPO_BYTES: '1000000' });
});
afterAll(() => index.close());

/** Files of 90,000 bytes each, which take a hundred in a pack. */
const bombs = (from: number, count: number) =>
  Array.from(
    { length: count },
    (_, i) => [`f${from + i}`, `${from + i}${' '.repeat(90_000)}`.slice(0, 90_000)] as const,
  );

async function contents(repo: TestRepo): Promise<number> {
  const [row] = await index.ctx.db.$client<{ n: number }[]>`
    select count(*)::int as n from blobs where repo_id = ${repo.id}`;
  return row?.n ?? -1;
}

it('is refused above the limit before any of it is read', async () => {
  const repo = await index.repo(bombs(0, 12));
  expect(Number(/size-pack: (\d+)/.exec(await repo.git.git(['count-objects', '-v']))?.[1])).toBeLessThan(50);
  await expect(repo.sync()).rejects.toMatchObject(tooLarge);
  expect([await contents(repo), await repo.visible()]).toEqual([0, {}]);
});

it('counts what is searchable alone: neither a file that is too large for that, nor a content twice', async () => {
  const [[, text] = ['', '']] = bombs(0, 1);
  const repo = await index.repo([
    ...bombs(0, 11),
    ['large.txt', ' '.repeat(50_000_000)],
    ...Array.from({ length: 20 }, (_, i) => [`same${i}`, text] as const),
  ]);
  await repo.sync();
  expect(Object.keys(await repo.visible())).toHaveLength(32);
});

it('counts what stays, and not what a push replaces or takes away', async () => {
  const repo = await index.repo(bombs(0, 10));
  await repo.sync();
  const before = await repo.visible();
  const tip = await repo.git.commit(bombs(10, 2));
  await expect(repo.sync()).rejects.toMatchObject(tooLarge);
  expect(await repo.visible()).toEqual(before);

  await repo.git.setBranch('main', `${tip}~1`);
  await repo.git.commit([...bombs(20, 11), ['odd', 'x\n']], { clear: true });
  await repo.sync();
  expect(Object.keys(await repo.visible())).toHaveLength(12);
});

it('counts every branch that is searched', async () => {
  const repo = await index.repo(bombs(0, 6));
  await repo.git.commit(bombs(10, 6), { branch: 'next', from: null });
  await repo.sync();
  await index.ctx.db.$client`update repos set indexed_branches = '{main,next}' where id = ${repo.id}`;
  await expect(repo.sync()).rejects.toMatchObject(tooLarge);
  await repo.git.commit([['f10', null]], { branch: 'next' });
  await repo.sync();
  expect(Object.keys(await repo.visible('next'))).toHaveLength(5);
});

it('counts what a broken attempt brought in and the next one wants', async () => {
  const repo = await index.repo(bombs(0, 8));
  const broken = await repo.newRun();
  await planRun(index.ctx, await targetOf(index.ctx, broken));
  expect(await indexBlobs(index.ctx, await targetOf(index.ctx, broken))).toMatchObject({ blobs: 8 });
  await repo.git.commit(bombs(8, 4));
  await expect(repo.sync()).rejects.toMatchObject(tooLarge);
  await repo.git.commit([['f0', null]]);
  await repo.sync();
  expect(Object.keys(await repo.visible())).toHaveLength(11);
});
