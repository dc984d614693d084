// Which addresses are git's, and what each of them asks for.
import { describe, expect, it } from 'vitest';
import { gitAddress, isGitAddress } from './git-address';

const at = { org: 'acme', name: 'rivers' };

it.each([
  ['GET', '/acme/rivers.git', { for: 'page' }],
  ['GET', '/acme/rivers.git/', { for: 'page' }],
  ['GET', '/acme/rivers.git/info/refs?service=git-upload-pack', { for: 'refs', service: 'upload-pack' }],
  ['GET', '/acme/rivers.git/info/refs?service=git-receive-pack', { for: 'refs', service: 'receive-pack' }],
  ['GET', '/acme/rivers.git/info/refs', { for: 'refs', service: null }],
  ['GET', '/acme/rivers.git/info/refs?service=git-upload-archive', { for: 'refs', service: null }],
  ['POST', '/acme/rivers.git/git-upload-pack', { for: 'upload-pack' }],
  ['POST', '/acme/rivers.git/git-receive-pack', { for: 'receive-pack' }],
])('%s %s', (method, url, asks) => {
  expect(isGitAddress(url)).toBe(true);
  expect(gitAddress(method, url)).toEqual({ ...at, asks });
});

describe('is nothing of git’s', () => {
  it.each([
    '/',
    '/r/acme/rivers',
    '/acme/rivers',
    '/search?q=/a/b.git',
    '/api/x.git/y',
    '/_next/x.git',
    '/.git',
    '//b.git',
  ])('%s', (url) => {
    expect(isGitAddress(url)).toBe(false);
  });

  it.each([
    ['POST', '/acme/rivers.git'],
    ['POST', '/acme/rivers.git/info/refs?service=git-upload-pack'],
    ['POST', '/acme/rivers.git/git-upload-archive'],
    ['POST', '/acme/rivers.git/git-upload-pack/'],
    ['GET', '/acme/rivers.git/git-upload-pack'],
    ['GET', '/acme/rivers.git/objects/info/packs'],
    ['GET', '/acme/rivers.git/../../api/v1/repos'],
    ['GET', '/acme/..%2frivers.git/info/refs'],
    ['GET', '/a%20b/rivers.git'],
    ['GET', '/a%zz/rivers.git'],
    ['PUT', '/acme/rivers.git/HEAD'],
  ])('%s %s, although it looks like it', (method, url) => {
    expect(gitAddress(method, url)).toBeNull();
  });
});
