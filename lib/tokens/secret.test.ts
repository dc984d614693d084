import { expect, it } from 'vitest';
import { redact } from '@/lib/log';
import { checkTokenSecret, crc32, hintOf, newTokenSecret } from './secret';

it('a token has the shape that scanners look for, and a checksum that they can check', () => {
  const made = Array.from({ length: 200 }, newTokenSecret);
  expect(new Set(made).size).toBe(200);
  for (const secret of made) {
    expect(secret).toMatch(/^frs_[0-9A-Za-z]{36}$/);
    expect(checkTokenSecret(secret)).toBe('fine');
    expect(secret.endsWith(hintOf(secret))).toBe(true);
  }
});

it('the checksum is that of the documents', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
  expect(checkTokenSecret(`frs_abcdefghijklmnopqrstuvwxyz0123${EXAMPLE_CHECKSUM}`)).toBe('fine');
});

/** CRC32 of the thirty characters before it, as docs/tokens.md computes it. */
const EXAMPLE_CHECKSUM = '2LolCm';

it.each([
  ['', 'foreign'],
  ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'foreign'],
  ['frs_', 'damaged'],
  ['frs_abcdefghijklmnopqrstuvwxyz0123456789', 'damaged'],
])('%s is %s', (secret, check) => expect(checkTokenSecret(secret)).toBe(check));

it('one character that is wrong or missing is noticed', () => {
  const secret = newTokenSecret();
  for (let at = 4; at < secret.length; at++) {
    const other = secret[at] === 'a' ? 'b' : 'a';
    expect(checkTokenSecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBe('damaged');
    expect(checkTokenSecret(secret.slice(0, at) + secret.slice(at + 1))).toBe('damaged');
  }
});

it('no text keeps one, wherever it stands', () => {
  const secret = newTokenSecret();
  expect(redact(`x ${secret}, "${secret}"`)).toBe('x frs_[redacted], "frs_[redacted]"');
});
