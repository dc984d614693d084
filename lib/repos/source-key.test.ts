import { expect, it } from 'vitest';
import { hostOfKey, sourceKey } from './source-key';

it.each([
  'https://github.com/Acme/Rivers',
  'https://github.com/acme/rivers.git',
  'https://github.com:443/acme/rivers.git/',
  'http://someone:secret@github.com/acme/rivers',
  'ssh://git@github.com/acme/rivers.git',
  'ssh://git@github.com:22/acme/rivers.git',
  'git@github.com:acme/rivers.git',
  'git@github.com:/acme/rivers.git',
  'git://github.com/acme/rivers.git',
])('%s is one and the same', (address) => {
  expect(sourceKey(address)).toBe('github.com/acme/rivers');
});

it('keeps hosts and deeper paths apart', () => {
  expect(sourceKey('https://git.example/group/sub/rivers.git')).toBe('git.example/group/sub/rivers');
  expect(sourceKey('https://[::1]:3000/acme/rivers')).toBe('[::1]/acme/rivers');
  expect(hostOfKey('[::1]/acme/rivers')).toBe('[::1]');
  expect(sourceKey('https://127.0.0.1:3000/rivers')).toBe('127.0.0.1/rivers');
});

it.each(['', 'rivers', 'https://github.com', 'https://github.com/', '/srv/git/rivers'])('%j is none', (address) => {
  expect(sourceKey(address)).toBeNull();
});
