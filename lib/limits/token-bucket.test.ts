import { beforeEach, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { countRequest, type OverLimit, restartLimits } from './caller-limits';
import { TokenBuckets } from './token-bucket';

const quota = { name: 'visitor', units: 60, windowSeconds: 60 };
let now = 0;
beforeEach(() => {
  now = 0;
});

it('allows a minute’s worth at once, and from then on what comes back', () => {
  const buckets = new TokenBuckets(() => now);
  for (let i = 1; i <= 60; i++)
    expect(buckets.take('a', 1, quota)).toMatchObject({ isAllowed: true, remaining: 60 - i });
  expect(buckets.take('a', 1, quota)).toEqual({ isAllowed: false, remaining: 0, resetSeconds: 60, retrySeconds: 1 });
  expect(buckets.take('a', 10, quota)).toMatchObject({ isAllowed: false, retrySeconds: 10 });
  expect(buckets.take('b', 1, quota)).toMatchObject({ isAllowed: true, remaining: 59 });
  now += 9_000;
  expect(buckets.take('a', 10, quota)).toMatchObject({ isAllowed: false, retrySeconds: 1 });
  now += 1_000;
  expect(buckets.take('a', 10, quota)).toEqual({ isAllowed: true, remaining: 0, resetSeconds: 60, retrySeconds: 0 });
  now += 3_600_000;
  expect(buckets.take('a', 1, quota)).toMatchObject({ remaining: 59, resetSeconds: 1 });
});

it('what is refused costs nothing, and what costs more than there can be is allowed from a full bucket', () => {
  const buckets = new TokenBuckets(() => now);
  expect(buckets.take('a', 100, quota)).toMatchObject({ isAllowed: true, remaining: 0 });
  for (let i = 0; i < 100; i++) buckets.take('a', 1, quota);
  now += 1_000;
  expect(buckets.take('a', 1, quota)).toMatchObject({ isAllowed: true });
  expect(buckets.take('a', 100, quota)).toMatchObject({ isAllowed: false, retrySeconds: 60 });
});

it('a clock that goes back gives nothing and takes nothing', () => {
  const buckets = new TokenBuckets(() => now);
  now = 1_000_000;
  buckets.take('a', 30, quota);
  now = 0;
  expect(buckets.take('a', 1, quota)).toMatchObject({ remaining: 29 });
});

it('remembers a bounded number of callers', () => {
  const buckets = new TokenBuckets(() => now);
  for (let i = 0; i < 50_010; i++) buckets.take(`network ${i}`, 1, quota);
  expect(buckets.size).toBe(50_000);
});

it('each kind of caller has its own limit, and a search costs more than a read', () => {
  restartLimits(() => now);
  const env = parseEnv({ FRESHET_LIMIT_VISITOR: '20', FRESHET_LIMIT_PERSON: '40', FRESHET_LIMIT_TOKEN: '0' });
  const visitor = { key: 'network 203.0.113.9/32', isPerson: false };
  expect(countRequest(env, visitor, 'read')).toEqual({
    'RateLimit-Policy': '"visitor";q=20;w=60',
    RateLimit: '"visitor";r=19;t=3',
  });
  countRequest(env, visitor, 'search');
  let refused: OverLimit | undefined;
  try {
    countRequest(env, visitor, 'search');
  } catch (error) {
    refused = error as OverLimit;
  }
  expect(refused).toMatchObject({ code: 'limit', retryable: true, retryAfterSeconds: 3 });
  expect(refused?.headers).toEqual({ 'RateLimit-Policy': '"visitor";q=20;w=60', RateLimit: '"visitor";r=9;t=33' });
  expect(countRequest(env, visitor, 'free')).toEqual({});
  expect(countRequest(env, { key: 'person 1', isPerson: true }, 'search').RateLimit).toBe('"person";r=30;t=15');
  expect(countRequest(env, { key: 'token 1', isPerson: true }, 'search')).toEqual({});
  restartLimits();
});
