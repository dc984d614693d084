// What the watch over search lets pass and what it tells, for answers of every kind.
import { expect, it } from 'vitest';
import type { Tree } from './see-tree';
import { type SearchWatch, watchSearch } from './watch-search';

const OLD = { 'a.txt': 'old a', 'b.txt': 'old b' };
const NEW = { 'a.txt': 'new a', 'b.txt': 'old b' };

/** A watch over a search that answers with what it is told to, once each question that was asked before has ended. */
function begin(first: Tree): { watch: SearchWatch; answers: (answer: Tree | Error) => Promise<void> } {
  let now: Tree | Error = first;
  let asked = 0;
  const watch = watchSearch(
    async () => {
      asked += 1;
      if (now instanceof Error) throw now;
      return now;
    },
    { repoId: 'one', q: 'word', tree: OLD },
  );
  const answers = async (answer: Tree | Error) => {
    now = answer;
    const before = asked;
    await expect.poll(() => asked, { interval: 5 }).toBeGreaterThan(before + 1);
  };
  return { watch, answers };
}

it('lets the last good tree and the next one pass', async () => {
  const { watch, answers } = begin(OLD);
  watch.may('one', NEW);
  expect(await watch.during(async () => 'done')).toBe('done');
  await answers(NEW);
  expect(await watch.stop()).toEqual([]);
});

it.each<[what: string, seen: Tree]>([
  ['half of each', { 'a.txt': 'new a', 'b.txt': 'old b', 'c.txt': 'old c' }],
  ['a part', { 'a.txt': 'old a' }],
  ['neither', {}],
])('tells of %s', async (_what, seen) => {
  const { watch, answers } = begin(OLD);
  watch.may('one', { ...NEW, 'c.txt': 'new c' });
  await answers(seen);
  await answers(OLD);
  watch.must('one', OLD);
  expect(await watch.stop()).toHaveLength(1);
});

it('tells of the old tree after the new one, and of a tree that is not the last at the end', async () => {
  const { watch, answers } = begin(OLD);
  watch.may('one', NEW);
  await answers(NEW);
  await answers(OLD);
  expect((await watch.stop()).join()).toMatch(
    /^word: a.txt "old a" and b.txt "old b", where it was to be a.txt "new a"/,
  );
});

it('tells of the old tree once the new one must be there', async () => {
  const { watch, answers } = begin(OLD);
  watch.must('one', {});
  await answers(OLD);
  await answers({});
  expect(await watch.stop()).toHaveLength(1);
});

it('tells of errors but those that are clear, and does not count them as answers', async () => {
  const { watch, answers } = begin(OLD);
  watch.mayFail((error) => error instanceof Error && error.message === 'away');
  let isBack = false;
  const during = watch
    .during(() => answers(new Error('away')))
    .then(() => {
      if (!isBack) throw new Error('It counted what was no answer.');
    });
  await answers(new Error('away'));
  isBack = true;
  await answers(OLD);
  await during;
  watch.mayFail(null);
  await answers(new Error('away'));
  await answers(OLD);
  expect(await watch.stop()).toEqual(['word: Error: away']);
});
