import { expect, it } from 'vitest';
import { bitbucketPush, bitbucketServerPush, giteaPush, githubPush, gitlabPush, type Place } from '../testing';
import { about } from './about';
import { readPayload } from './read-payload';

const at: Place = { base: 'https://git.example:8443', owner: 'Acme', name: 'Rivers' };
const of = (address: string) => about({ addresses: [address], place: null });

it.each([
  ['github', 'x-github-event', githubPush(at), 'git.example:8443/Acme/Rivers'],
  ['gitea', 'x-gitea-event', giteaPush(at), 'git.example:8443/Acme/Rivers'],
  ['gitlab', 'x-gitlab-event', gitlabPush(at), 'git.example:8443/Acme/Rivers'],
  ['bitbucket', 'x-event-key', bitbucketPush(at), 'git.example:8443/Acme/Rivers'],
  ['bitbucket', 'x-event-key', bitbucketServerPush(at, { hasLinks: false }), 'acme/rivers'],
] as const)('is where %s says that its repository lies', (host, header, payload, expected) => {
  expect(about(readPayload(host, new Headers({ [header]: 'push' }), payload))).toBe(expected);
});

it('is nothing where no repository is named, or the body could not be read', () => {
  expect(about(null)).toBeNull();
  expect(about({ addresses: [], place: null })).toBeNull();
  expect(of('https://')).toBeNull();
});

it.each([
  ['https://octo:hunter2@git.example/acme/rivers.git', 'git.example/acme/rivers'],
  ['https://a:b@c:hunter2@git.example/acme/rivers', 'git.example/acme/rivers'],
  ['https://git.example/acme/rivers?private_token=hunter2#hunter2', 'git.example/acme/rivers'],
  ['git@git.example:acme/rivers.git', 'git.example:acme/rivers'],
  ['ssh://git@git.example:7999/acme/rivers.git', 'git.example:7999/acme/rivers'],
])('has of %s no credentials', (address, shown) => {
  expect(of(address)).toBe(shown);
});

it('is short and plain, and whole characters, whatever was sent', () => {
  expect(of('https://git.example/a\u0000b\r\nc\u202ed\ud800e')).toBe('git.example/a\ufffdb\ufffdc\ufffdd\ufffde');
  const long = of(`https://git.example/${'\u{1f30a}'.repeat(2000)}`) ?? '';
  expect([...long]).toHaveLength(200);
  expect(long).not.toMatch(/\p{Cs}/u);
  expect(long.endsWith('\u{1f30a}…')).toBe(true);
  expect([...(of(`https://git.example/${'x'.repeat(188)}`) ?? '')]).toHaveLength(200);
});
