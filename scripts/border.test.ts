import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refuseAddress } from './refuse-address.mjs';
import { trustPeer } from './trust-peer.mjs';

const from = (peer: string, headers: Record<string, string>) =>
  ({ socket: { remoteAddress: peer }, headers }) as unknown as IncomingMessage;

describe('trustPeer', () => {
  const spoofed = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', forwarded: 'for=1.2.3.4', host: 'h' };

  it.each([
    ['127.0.0.1', []],
    ['::1', []],
    ['::ffff:127.0.0.1', []],
    ['10.1.2.3', ['10.0.0.0/8']],
    ['::ffff:10.1.2.3', ['192.0.2.1', '10.0.0.0/8']],
    ['192.0.2.1', ['192.0.2.1']],
    ['2001:db8::7', ['2001:db8::/32']],
  ])('believes %s where %j are trusted', (peer, trusted) => {
    const request = from(peer, { ...spoofed });
    trustPeer(trusted)(request);
    expect(request.headers).toEqual(spoofed);
  });

  it.each([
    ['203.0.113.9', []],
    ['192.168.1.20', []],
    ['203.0.113.9', ['10.0.0.0/8', '2001:db8::/32']],
    ['2001:db9::1', ['2001:db8::/32']],
  ])('takes %s at its socket where %j are trusted', (peer, trusted) => {
    const request = from(peer, { ...spoofed });
    trustPeer(trusted)(request);
    expect(request.headers).toEqual({ 'x-forwarded-for': peer, host: 'h' });
  });
});

describe('refuseAddress', () => {
  const ask = (url: string, host = 'localhost:3000') => {
    const sent = { status: 0, type: '', body: '' };
    const response = {
      writeHead: (status: number, headers: Record<string, string>) =>
        Object.assign(sent, { status, type: headers['content-type'] }),
      end: (body: string) => Object.assign(sent, { body }),
    } as unknown as ServerResponse;
    const request = { url, headers: { host } } as IncomingMessage;
    const isRefused = refuseAddress(request, response);
    return { isRefused, ...sent, url: request.url };
  };

  it.each(['/', '/search?q=%E0%A4%A', '/r/a%2Fb/c%20d', '/r/%C3%A4'])('lets %s pass', (url) => {
    expect(ask(url).isRefused).toBe(false);
  });

  it('takes the form in which proxies write addresses', () => {
    expect(ask('http://localhost:3000/r/a/b?x=1')).toMatchObject({ isRefused: false, url: '/r/a/b?x=1' });
    expect(ask('http://localhost:3000')).toMatchObject({ isRefused: false, url: '/' });
  });

  it.each([
    ['/r/a/b/blob/main/x.rsc', '/r/a/b/blob/main/x%2Ersc'],
    ['/r/a/b/tree/main/.rsc?cursor=x.rsc', '/r/a/b/tree/main/%2Ersc?cursor=x.rsc'],
    ['/r/a/b/blob/main/x.rsc/y', '/r/a/b/blob/main/x.rsc/y'],
    ['/search?q=x.rsc', '/search?q=x.rsc'],
  ])('hands %s on as %s, so that a file of any name has its page', (url, passed) => {
    expect(ask(url)).toMatchObject({ isRefused: false, url: passed });
  });

  it.each([
    ['*', 'localhost'],
    ['r/a', 'localhost'],
    ['/', 'a b'],
    ['/', 'a:b:c'],
  ])('refuses %s at %s', (url, host) => {
    expect(ask(url, host)).toMatchObject({ isRefused: true, status: 400 });
  });

  it('answers what cannot be decoded, to programs as a problem', () => {
    expect(ask('/r/%00/x')).toMatchObject({ isRefused: true, status: 400, type: 'text/plain; charset=utf-8' });
    const answer = ask('/api/v1/repos/%E0%A4%A?x=1');
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'invalid', status: 400 });
  });
});
