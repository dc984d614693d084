import { expect, it } from 'vitest';
import { type Caller, FairShare, type GiveBack, type Limits } from './fair-share';

const LIMITS: Limits = {
  places: 4,
  keptForPeople: 1,
  perVisitor: 2,
  perPerson: 3,
  waiting: 6,
  waitingPerCaller: 4,
  refusal: 'Too many wait.',
  retryAfterSeconds: 7,
};
const visitor = (name: string): Caller => ({ key: `network ${name}`, isPerson: false });
const person = (name: string): Caller => ({ key: `person ${name}`, isPerson: true });
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(visitor) as [Caller, Caller, Caller, Caller];
const [P, Q] = ['p', 'q'].map(person) as [Caller, Caller];
const REFUSED = { code: 'limit', retryAfterSeconds: 7, message: 'Too many wait.' };

/** Asks as these callers do, one after the other, and notes who has begun; a `-` before a key gives one place back. */
function play(limits: Partial<Limits> = {}) {
  const share = new FairShare({ ...LIMITS, ...limits });
  const begun: string[] = [];
  const refused: string[] = [];
  const held = new Map<string, GiveBack[]>();
  const ask = async (...callers: Caller[]) => {
    for (const caller of callers) {
      share.take(caller).then(
        (giveBack) => {
          begun.push(caller.key.at(-1) ?? '');
          held.set(caller.key, [...(held.get(caller.key) ?? []), giveBack]);
        },
        () => refused.push(caller.key.at(-1) ?? ''),
      );
      await settle();
    }
  };
  const end = async (...callers: Caller[]) => {
    for (const caller of callers) {
      const giveBack = held.get(caller.key)?.shift();
      if (!giveBack) throw new Error(`${caller.key} holds nothing`);
      giveBack();
      await settle();
    }
  };
  return { share, begun, refused, ask, end, said: () => begun.join('') };
}

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

it.each<[what: string, limits: Partial<Limits>, order: Caller[], begun: string]>([
  ['one caller takes its share and no more', {}, [A, A, A, A], 'aa'],
  ['another is served at once beside it', {}, [A, A, A, A, B], 'aab'],
  ['visitors leave free what is kept for people', {}, [A, A, B, B, C], 'aab'],
  ['a person has that', {}, [A, A, B, B, C, P], 'aabp'],
  ['a person has a share too', { places: 9 }, [P, P, P, P, Q], 'pppq'],
  ['people take what nobody else has', {}, [P, P, P, Q, Q], 'pppq'],
])('%s', async (_what, limits, order, begun) => {
  const game = play(limits);
  await game.ask(...order);
  expect(game.said()).toBe(begun);
});

it('goes round the callers, however much one of them asked for before', async () => {
  const game = play({ places: 1, keptForPeople: 0, waiting: 99, waitingPerCaller: 99 });
  await game.ask(A, A, A, A, A, B, C, B);
  for (const caller of [A, A, B, C, A, B, A, A]) await game.end(caller);
  expect(game.said()).toBe('aabcabaa');
});

it('serves people before visitors, and goes round them as well', async () => {
  const game = play({ places: 1, keptForPeople: 0, waiting: 99, waitingPerCaller: 99 });
  await game.ask(A, A, B, P, P, Q);
  for (const caller of [A, P, Q, P, A]) await game.end(caller);
  expect(game.said()).toBe('apqpab');
});

it('gives a place to who waits as soon as it is given back, and only once', async () => {
  const share = new FairShare({ ...LIMITS, places: 1, keptForPeople: 0 });
  const giveBack = await share.take(A);
  const second = share.take(B);
  const third = share.take(C);
  giveBack();
  giveBack();
  await second;
  expect(share.state('visitors')).toEqual({ taken: 1, waiting: 1, refused: 0 });
  (await second)();
  (await third)();
  expect(share.state('visitors')).toEqual({ taken: 0, waiting: 0, refused: 0 });
});

it('refuses what one caller asks for beyond its part of the queue, in words and with a time', async () => {
  const game = play();
  await game.ask(A, A, A, A, A, A);
  await expect(game.share.take(A)).rejects.toMatchObject(REFUSED);
  expect(game.share.state('visitors')).toEqual({ taken: 2, waiting: 4, refused: 1 });
  await game.ask(B);
  expect(game.said()).toBe('aab');
});

it.each<[what: string, waiting: Caller[], comes: Caller, refused: string]>([
  ['a newcomer takes the place of the newest of whoever waits for most', [A, A, A, A, B, B], C, 'a'],
  ['who waits for as much as anybody is refused', [A, A, B, B, C, C], A, 'a'],
  ['a person goes before any visitor', [A, B, C, D, A, B], P, 'a'],
  ['a visitor goes before no person', [P, P, P, P, Q, Q], A, 'a'],
  ['nor does a person who waits for most', [P, P, P, P, Q, Q], P, 'p'],
  ['a person takes the place of one who waits for more', [P, P, P, P, Q, Q], person('r'), 'p'],
])('where all who may wait do: %s', async (_what, waiting, comes, refused) => {
  const game = play({ places: 2, keptForPeople: 0, perVisitor: 1, perPerson: 1, waiting: 6 });
  const [one, other] = [person('x'), person('y')];
  await game.ask(one, other, ...waiting);
  expect(game.refused.join('')).toBe('');
  await game.ask(comes);
  expect(game.refused.join('')).toBe(refused);
});

it('forgets who has gone while they waited', async () => {
  const share = new FairShare({ ...LIMITS, places: 1, keptForPeople: 0 });
  const giveBack = await share.take(A);
  const gone = new AbortController();
  const lost = share.take(A, { signal: gone.signal });
  const next = share.take(A);
  gone.abort(new Error('gone'));
  await expect(lost).rejects.toThrow('gone');
  expect(share.state('visitors')).toEqual({ taken: 1, waiting: 1, refused: 0 });
  giveBack();
  (await next)();
  await expect(share.take(A, { signal: gone.signal })).rejects.toThrow('gone');
  expect(share.state('visitors').taken).toBe(0);
});

it('keeps no listener on the signal of who has begun', async () => {
  const share = new FairShare({ ...LIMITS, places: 1, keptForPeople: 0 });
  const first = await share.take(A);
  const gone = new AbortController();
  const second = share.take(B, { signal: gone.signal });
  first();
  const giveBack = await second;
  gone.abort();
  expect(share.state('visitors')).toEqual({ taken: 1, waiting: 0, refused: 0 });
  giveBack();
});

it('counts what is heavy by its weight, and as no more than one caller may have', async () => {
  const share = new FairShare({
    ...LIMITS,
    places: 10,
    perVisitor: 4,
    keptForPeople: 2,
    waiting: 0,
    waitingPerCaller: 0,
  });
  const all = await share.take(A, { weight: 400 });
  expect(share.state('visitors').taken).toBe(4);
  await expect(share.take(A, { weight: 0.2 })).rejects.toMatchObject(REFUSED);
  await share.take(B, { weight: 2.5 });
  await expect(share.take(C, { weight: 2 })).rejects.toMatchObject(REFUSED);
  await share.take(P, { weight: 3 });
  all();
  await share.take(A);
  expect(share.state('visitors').taken).toBe(4);
});

it('counts a place as free when its time is over, whatever still holds it', async () => {
  const share = new FairShare({ ...LIMITS, places: 1, keptForPeople: 0, leaseMs: 1 });
  const held = await share.take(A);
  const next = await share.take(B);
  held();
  expect(share.state('visitors').taken).toBeLessThanOrEqual(1);
  next();
  expect(share.state('visitors').taken).toBe(0);
});

it('gives the place back whatever comes of the work', async () => {
  const share = new FairShare(LIMITS);
  await expect(share.run(A, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await share.run(A, async () => share.state('visitors').taken)).toBe(1);
  expect(share.state('visitors').taken).toBe(0);
});
