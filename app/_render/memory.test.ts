import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Memory, type Rendered } from './memory';

interface Html {
  html: string;
}

let memory: Memory<Html>;
let answer: Rendered<Html>;
let asked: number;
const get = () =>
  memory.get('key', async () => {
    asked++;
    return answer;
  });

let now: number;
function pass(ms: number): void {
  now += ms;
  // The memory looks at the clock no more than once a millisecond, by a timer.
  vi.advanceTimersByTime(ms);
}

beforeEach(() => {
  now = performance.now();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  memory = new Memory<Html>(1_000_000, ({ html }) => html.length);
  asked = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('makes once what many ask for at once, and keeps it', async () => {
  answer = { html: 'x' };
  expect(await Promise.all([get(), get(), get()])).toEqual([answer, answer, answer]);
  expect(await get()).toEqual(answer);
  expect(asked).toBe(1);
});

it('forgets at once that there was no time to try', async () => {
  answer = 'busy';
  expect(await get()).toBeNull();
  answer = { html: 'x' };
  expect(await get()).toEqual(answer);
});

it('tries soon again what failed once, and rarely what fails again', async () => {
  answer = null;
  expect(await get()).toBeNull();
  pass(5_000);
  expect(await get()).toBeNull();
  expect(asked).toBe(1);
  pass(6_000);
  expect(await get()).toBeNull();
  expect(asked).toBe(2);
  pass(5 * 60_000);
  expect(await get()).toBeNull();
  expect(asked).toBe(2);
  pass(6 * 60_000);
  answer = { html: 'x' };
  expect(await get()).toEqual(answer);
  expect(asked).toBe(3);
});
