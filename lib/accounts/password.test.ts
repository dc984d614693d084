import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password';

it('knows a password in each of its spellings, and none without a hash', async () => {
  const hash = await hashPassword('pa\u0301ssword of old');
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(await verifyPassword(hash, 'p\u00e1ssword of old')).toBe(true);
  expect(await verifyPassword(hash, 'password of old')).toBe(false);
  expect(await verifyPassword(null, 'nobody has this password')).toBe(false);
});

it('turns away what would wait for long in a flood, and works on after it', async () => {
  const hash = await hashPassword('correct horse battery');
  const flood = await Promise.allSettled(Array.from({ length: 180 }, (_, i) => verifyPassword(hash, `guess ${i}`)));
  const turnedAway = flood.filter((one) => one.status === 'rejected').map((one) => one.reason);
  expect(turnedAway.length).toBeGreaterThan(50);
  expect(flood.length - turnedAway.length).toBeGreaterThanOrEqual(30);
  for (const reason of turnedAway)
    expect(reason).toMatchObject({ code: 'limit', retryable: true, retryAfterSeconds: 5 });
  expect(await verifyPassword(hash, 'correct horse battery')).toBe(true);
});
