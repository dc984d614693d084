import { expect, it } from 'vitest';
import { addressNow, leadToNow } from './old-name';

const repo = { org: 'acme', name: 'rivers.io' };

it.each([
  ['/r/acme/brooks', '/r/acme/rivers.io'],
  ['/r/old/rivers.io/blob/main/a%2Fb.txt?L=1', '/r/acme/rivers.io/blob/main/a%2Fb.txt?L=1'],
  ['/r/acme/brooks?tab=a/b', '/r/acme/rivers.io?tab=a/b'],
  ['/r/acme/rivers.io/tags', null],
  ['/r/ACME/Rivers.io/tags', null],
  ['/r/acme', null],
  ['', null],
])('%s → %s', (address, expected) => expect(addressNow(address, repo)).toBe(expected));

it('a route that is asked under an old name leads on', () => {
  const answer = leadToNow(new Request('http://here.example/r/acme/brooks/raw/main/a.txt?x=1'), repo);
  expect([answer?.status, answer?.headers.get('location')]).toEqual([308, '/r/acme/rivers.io/raw/main/a.txt?x=1']);
  expect(leadToNow(new Request('http://here.example/r/acme/rivers.io/raw/main/a.txt'), repo)).toBeNull();
});
