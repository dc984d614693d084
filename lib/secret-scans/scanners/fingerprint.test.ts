import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fingerprintKey, fingerprintOf } from './fingerprint';
import { SECRETLINT_VERSION } from './secretlint';

const key = fingerprintKey(Buffer.alloc(32, 1));
const one = { rule: 'r', path: 'p', secret: 's' };

it('is the same for the same alone, and another one under another key', () => {
  const fingerprint = fingerprintOf(key, one);
  expect(fingerprint).toMatch(/^[0-9a-f]{40}$/);
  expect(fingerprintOf(key, { ...one })).toBe(fingerprint);
  const others = [
    { ...one, rule: 'x' },
    { ...one, path: 'x' },
    { ...one, secret: 'x' },
    { rule: 'r', path: 'ps', secret: '' },
  ];
  for (const other of others) expect(fingerprintOf(key, other)).not.toBe(fingerprint);
  expect(fingerprintOf(fingerprintKey(Buffer.alloc(32, 2)), one)).not.toBe(fingerprint);
});

it.each(['core', 'secretlint-rule-preset-recommend'])(
  'what was scanned by @secretlint/%s is known by its version',
  (name) => {
    const { version } = JSON.parse(readFileSync(`node_modules/@secretlint/${name}/package.json`, 'utf8'));
    expect(version).toBe(SECRETLINT_VERSION);
  },
);
