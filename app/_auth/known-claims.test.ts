import { expect, it, vi } from 'vitest';
import { knownClaims } from './known-claims';

it('opens a cookie once for an installation, and one that says nothing each time', async () => {
  const open = vi.fn(async () => ({ sub: 'a' }));
  const env = {};
  for (let i = 0; i < 3; i++) expect(await knownClaims(env, 'cookie', open)).toEqual({ sub: 'a' });
  expect(open).toHaveBeenCalledTimes(1);
  await knownClaims(env, 'another cookie', open);
  await knownClaims({}, 'cookie', open);
  expect(open).toHaveBeenCalledTimes(3);
  const refuse = vi.fn(async () => null);
  for (let i = 0; i < 2; i++) expect(await knownClaims(env, 'forged', refuse)).toBe(null);
  expect(refuse).toHaveBeenCalledTimes(2);
});
