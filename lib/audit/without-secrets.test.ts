import { expect, it } from 'vitest';
import { onlyChanges, withoutSecrets } from './without-secrets';

it('names a secret and does not tell it, however deep it lies', () => {
  const told = withoutSecrets({
    token: 'abc',
    has_token: true,
    password_hash: null,
    nested: { client_secret: 'abc', list: [{ privateKey: 'abc' }, 'https://user:abc@host/x'] },
    note: 'frs_abcdefghijklmnopqrstuvwxyz0123456789 and Bearer abc',
    at: new Date(0),
    missing: undefined,
  });
  expect(JSON.stringify(told)).not.toContain('abc');
  expect(told).toEqual({
    token: '[secret]',
    has_token: true,
    password_hash: null,
    nested: { client_secret: '[secret]', list: [{ privateKey: '[secret]' }, 'https://host/x'] },
    note: 'frs_[redacted] and Bearer [redacted]',
    at: '1970-01-01T00:00:00.000Z',
  });
});

it('tells what changed alone', () => {
  expect(onlyChanges({ a: 1, b: [1], c: null }, { a: 2, b: [1], c: 'x', d: undefined })).toEqual({
    before: { a: 1, c: null },
    after: { a: 2, c: 'x' },
  });
});

it('cuts what is endless', () => {
  const told = withoutSecrets({ text: 'x'.repeat(5000), list: Array(1000).fill(1) });
  expect(String(told.text).length).toBe(2001);
  expect(told.list).toHaveLength(500);
});
