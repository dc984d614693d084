// A pattern that takes long holds a thread, never the event loop, and no longer than its search lasts.
import { setImmediate as tick } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { randomFrom } from '@/lib/text/testing';
import { type CompiledRegex, compileRegex, isRegexError } from './compile';
import { closeMatchers, findRanges, type TimeLeft, testTexts } from './match';

afterAll(closeMatchers);

const LONG = { left: () => 600_000, isOver: () => false };
/** Matching it makes ever new states, some seconds for each mebibyte. */
const HEAVY = '(?s)[a-d].{60,120}[XY]';
/** What comes last is only looked for, not found. */
const QUICK = '[a-h]+ [a-h]+$';

const random = randomFrom(3);
const text = Array.from({ length: 2 ** 20 }, () => (random(60) === 0 ? '\n' : 'abcdefgh '[random(9)])).join('');

function compiled(pattern: string): CompiledRegex {
  const regex = compileRegex(pattern, { ignoreCase: false });
  if (isRegexError(regex)) throw new Error(regex.error);
  return regex;
}

/** How often the event loop came round while `work` went on. */
async function ticksDuring<T>(work: Promise<T>): Promise<{ ticks: number; value: T | Error }> {
  let ticks = 0;
  let isDone = false;
  const ended = work
    .catch((error: Error) => error)
    .then((value) => {
      isDone = true;
      return value;
    });
  while (!isDone) {
    await tick();
    ticks++;
  }
  return { ticks, value: await ended };
}

describe('a pattern that takes long', () => {
  it('leaves the event loop to others, and finds what it would find there', async () => {
    const texts = [text.slice(0, 60_000), `${text.slice(0, 60_000)}a${'b'.repeat(100)}X`];
    const { ticks, value } = await ticksDuring(testTexts(compiled(HEAVY), texts, LONG));
    expect(value).toEqual([false, true]);
    expect(ticks).toBeGreaterThan(50);
  });

  it('ends with the time of its search', async () => {
    let left = 1;
    const time: TimeLeft = { left: () => left, isOver: () => left === 0 };
    const found = testTexts(compiled(HEAVY), [text.repeat(8)], time);
    left = 0;
    expect(await found).toBeNull();
    expect(await testTexts(compiled(HEAVY), [text], time)).toBeNull();
  });

  it('ends when its search is cancelled', async () => {
    const cancel = new AbortController();
    const pending = testTexts(compiled(HEAVY), [text.repeat(100)], { ...LONG, signal: cancel.signal });
    await tick();
    cancel.abort(new Error('gone'));
    await expect(pending).rejects.toThrow('gone');
    // The thread is free again, or another one is.
    expect(await testTexts(compiled(QUICK), [text], LONG)).toEqual([true]);
  });

  it('has the same ranges in a thread and here', async () => {
    const regex = compiled(QUICK);
    const { ticks, value } = await ticksDuring(findRanges(regex, text, { max: 500, time: LONG }));
    expect(value).toEqual(regex.ranges(text, 500));
    expect(ticks).toBeGreaterThan(5);
  });
});
