import { describe, expect, it } from 'vitest';
import { clientAddress, publicOrigin, requireLoopbackHost, requireSameOrigin } from './origin';

const env = { publicUrl: undefined, port: 3000 };
const headers = (entries: Record<string, string>) => new Headers(entries);

describe('publicOrigin', () => {
  it.each([
    [{ host: 'code.example' }, undefined, 'http://code.example'],
    [{ host: 'code.example', 'x-forwarded-proto': 'https, http' }, undefined, 'https://code.example'],
    [{ host: 'code.example', 'x-forwarded-proto': 'gopher' }, undefined, 'http://code.example'],
    [{ host: '10.0.0.1:3000' }, 'https://code.example/sub?x', 'https://code.example'],
    [{}, undefined, 'http://localhost:3000'],
  ])('of %j with %s is %s', (entries, publicUrl, origin) => {
    expect(publicOrigin({ ...env, publicUrl }, headers(entries)).origin).toBe(origin);
  });

  it('refuses a host that is none', () => {
    expect(() => publicOrigin(env, headers({ host: 'a b/<script>' }))).toThrow(/Host/);
  });
});

it('takes the address that the nearest proxy saw', () => {
  expect(clientAddress(headers({ 'x-forwarded-for': '1.2.3.4, 203.0.113.7 ' }))).toBe('203.0.113.7');
  expect(clientAddress(headers({}))).toBe('unknown');
});

it('compares the whole origin with the public one, and the host otherwise', () => {
  const ask = (entries: Record<string, string>, publicUrl?: string) => () =>
    requireSameOrigin({ ...env, publicUrl }, headers(entries));
  expect(ask({ host: 'a.example', origin: 'http://a.example' })).not.toThrow();
  expect(ask({ host: 'a.example', origin: 'https://a.example' })).not.toThrow();
  expect(ask({ host: 'a.example', origin: 'https://a.example.evil' })).toThrow();
  expect(ask({ host: 'a.example', origin: 'https://a.example:444' })).toThrow();
  expect(ask({ host: 'inner:3000', origin: 'https://a.example' }, 'https://a.example')).not.toThrow();
  expect(ask({ host: 'inner:3000', origin: 'http://a.example' }, 'https://a.example')).toThrow();
  expect(ask({ host: 'a.example', 'sec-fetch-site': 'same-site' })).toThrow();
});

it.each(['localhost', 'localhost:3000', '127.0.0.1:3000', '127.9.9.9', '[::1]:3000', 'x.localhost'])(
  'takes %s for loopback',
  (host) => {
    expect(() => requireLoopbackHost(headers({ host }))).not.toThrow();
  },
);

it.each([
  '',
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '192.168.0.1',
  '[::2]',
  'notlocalhost',
])('does not take %j for loopback', (host) => {
  expect(() => requireLoopbackHost(headers({ host }))).toThrow(/loopback/);
});
