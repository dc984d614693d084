import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refuseAddress } from './refuse-address.mjs';
import { refuseRequest } from './refuse-request.mjs';
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

  it.each([
    ['127.0.0.1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['127.0.0.1', '6.6.6.6, 203.0.113.7:4711', '203.0.113.7:4711'],
    ['127.0.0.1', '6.6.6.6, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['::ffff:10.9.9.9', '6.6.6.6, 2001:db8::5, [::ffff:10.1.2.3]:80, 127.0.0.1', '2001:db8::5'],
    ['10.1.2.3', '10.0.0.7', '10.0.0.7'],
    ['10.1.2.3', '6.6.6.6, 127.1', '127.1'],
    ['10.1.2.3', ' , ,', '10.1.2.3'],
    ['10.1.2.3', undefined, '10.1.2.3'],
    ['203.0.113.50', '127.0.0.1, 10.0.0.1', '203.0.113.50'],
  ])('from %s, passed on for %j, is the caller %s', (peer, chain, caller) => {
    const request = from(peer, chain === undefined ? {} : { 'x-forwarded-for': chain });
    trustPeer(['10.0.0.0/8'])(request);
    expect(request.headers).toEqual({ 'x-forwarded-for': caller });
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

describe('refuseRequest', () => {
  const ask = (method: string, url: string, headers: Record<string, string> = {}) => {
    const sent = { status: 200, headers: {} as Record<string, string>, body: '' };
    const response = {
      writeHead: (status: number, headers: Record<string, string>) => Object.assign(sent, { status, headers }),
      end: (body: string) => Object.assign(sent, { body }),
    } as unknown as ServerResponse;
    const request = { method, url, headers } as unknown as IncomingMessage;
    refuseRequest(request, response);
    return { ...sent, left: Object.keys(request.headers) };
  };

  it.each([
    ['GET', '/'],
    ['HEAD', '/r/a/b'],
    ['GET', '/_next/static/chunks/main.js'],
    ['GET', '/r/_next/image'],
    ['GET', '/r/a/b/blob/main/_next/data.json'],
    ['POST', '/api/v1/repos'],
    ['POST', '/forms/sign-in'],
    ['POST', '/acme/rivers.git/git-upload-pack'],
    ['POST', '/acme/rivers.git/git-receive-pack'],
    ['PUT', '/api/inngest'],
    ['OPTIONS', '/api/v1/repos'],
    ['DELETE', '/api/v1/repos/x?y=/_next/image'],
  ])('lets %s %s pass', (method, url) => {
    expect(ask(method, url).status).toBe(200);
  });

  it.each([
    '/_next/image?url=%2Fr%2Fa%2Fb%2Fraw%2Fmain%2Fx.png&w=640&q=75',
    '/_next/image',
    '/_next/image/',
    '/_next%2Fimage?url=x',
    '/%5Fnext/image?url=x',
    '/%5fnext%2fimage?url=x',
    '//_next/image?url=x',
    '/x/../_next/image?url=x',
    '/_next/static/../image?url=x',
    '/_next/static/%2e%2e/image?url=x',
    '/\\_next\\image?url=x',
    '/_NEXT/image?url=x',
    '/_next/data/build/index.json',
    '/_next/webpack-hmr',
    '/_next',
    '/_next/',
  ])('serves nothing of the framework’s own at %s', (url) => {
    for (const method of ['GET', 'HEAD', 'POST']) expect(ask(method, url).status).toBe(404);
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'PURGE', 'M-SEARCH', 'LINK', ''])('does not know %s', (method) => {
    for (const url of ['/', '/api/health', '/forms/sign-in']) {
      const refused = ask(method, url);
      expect(refused.status).toBe(405);
      expect(refused.headers.allow).toContain('GET');
    }
    expect(JSON.parse(ask(method, '/api/health').body)).toMatchObject({ status: 405 });
  });

  it.each(['/', '/sign-in', '/settings', '/r/a/b', '/apix/x', '/formsx', '/api', '/metrics', '/forms'])(
    'takes no change at %s',
    (url) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) expect(ask(method, url).status).toBe(405);
    },
  );

  it.each([
    '/acme/rivers.git',
    '/acme/rivers.git/info/refs',
    '/acme/rivers.git/git-upload-pack/x',
    '/rivers.git/git-upload-pack',
    '/x/../acme/rivers.git/git-upload-pack',
    '/acme/rivers.git/x/../git-upload-pack',
    '/acme%2frivers.git/git-upload-pack',
    '/acme/rivers.git%2fgit-upload-pack',
    '/acme/rivers%2egit/git-upload-pack',
  ])('lets no git ask at %s', (url) => {
    expect(ask('POST', url).status).toBe(405);
  });

  it('keeps what only the framework says to itself from it, and no other header', () => {
    const own = [
      'rsc',
      'next-url',
      'next-router-state-tree',
      'cookie',
      'origin',
      'x-hub-signature-256',
      'x-forwarded-for',
    ];
    const foreign = [
      'next-action',
      'next-resume',
      'next-hmr-refresh',
      'x-middleware-subrequest',
      'x-middleware-rewrite',
      'x-middleware-set-cookie',
      'x-nextjs-data',
      'x-nextjs-postponed',
      'x-next-cache-tags',
      'x-next-resume-state-length',
      'x-invoke-path',
      'x-matched-path',
      'x-now-route-matches',
      'x-prerender-revalidate',
      'x-vercel-id',
      'x-action-forwarded',
    ];
    const { left } = ask('GET', '/', Object.fromEntries([...own, ...foreign].map((name) => [name, 'x'])));
    expect(left).toEqual(own);
  });
});
