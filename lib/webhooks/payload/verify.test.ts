import { describe, expect, it } from 'vitest';
import { githubPush, headersOf, hmacOf } from '../testing';
import { HOSTS } from './hosts';
import { isSigned } from './verify';

const secret = 'wTt2M0hXk0v2sQy1uU4m8o3cR9aZ5bN7dE6fG1hJ2kL';
const body = Buffer.from(JSON.stringify(githubPush({ base: 'https://github.com', owner: 'acme', name: 'rivers' })));
const check = (
  host: (typeof HOSTS)[number],
  headers: Record<string, string>,
  options: { secret?: string | null } = {},
) => isSigned(host, { secret, body, ...options, headers: new Headers(headers) });

it('knows the signature that GitHub documents', () => {
  const documented = Buffer.from('Hello, World!');
  const headers = new Headers({
    'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  });
  expect(isSigned('github', { secret: "It's a Secret to Everybody", body: documented, headers })).toBe(true);
});

describe.each(HOSTS)('%s', (host) => {
  const right = headersOf(host, { secret, body });

  it('is believed where it knows the secret', () => {
    expect(check(host, right)).toBe(true);
  });

  it('is not where it knows another one, none is set, or it says nothing', () => {
    expect(check(host, headersOf(host, { secret: `${secret}x`, body }))).toBe(false);
    expect(check(host, right, { secret: null })).toBe(false);
    expect(check(host, headersOf(host, { secret: '', body }), { secret: null })).toBe(false);
    expect(check(host, {})).toBe(false);
    for (const other of HOSTS.filter((one) => one !== host)) {
      expect(check(host, headersOf(other, { secret, body })), other).toBe(false);
    }
  });
});

it.each(['github', 'gitea', 'bitbucket'] as const)('%s signs every byte of the body', (host) => {
  const headers = new Headers(headersOf(host, { secret, body }));
  for (const at of [0, 100, body.length - 1]) {
    const changed = Buffer.from(body);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(isSigned(host, { secret, body: changed, headers })).toBe(false);
  }
  expect(isSigned(host, { secret, body: Buffer.concat([body, Buffer.from('\n')]), headers })).toBe(false);
});

it('takes what Forgejo calls its signature', () => {
  expect(check('gitea', { 'x-forgejo-signature': hmacOf(secret, body) })).toBe(true);
});

it.each([
  hmacOf(secret, body),
  `sha1=${hmacOf(secret, body)}`,
  `sha256=${hmacOf(secret, body).slice(0, 40)}`,
  `sha256=${hmacOf(secret, body)}00`,
  'sha256=',
  'sha256=zz',
])('refuses %s as GitHub’s', (signature) => {
  expect(check('github', { 'x-hub-signature-256': signature })).toBe(false);
});

it('does not take a bad signature for a good one that stands beside it', () => {
  const hex = hmacOf(secret, body);
  expect(check('gitea', { 'x-gitea-signature': 'ff', 'x-forgejo-signature': hex })).toBe(false);
});
