import { expect, it } from 'vitest';
import { repoName } from '../repo-settings';
import { nameFromPath, nameFromUrl } from './name-from-url';

it.each([
  ['https://host.example/acme/rivers.git', 'acme', 'rivers'],
  ['https://host.example/acme/rivers', 'acme', 'rivers'],
  ['https://host.example/group/sub/rivers.git/', 'sub', 'rivers'],
  ['https://host.example/rivers', 'host.example', 'rivers'],
  ['https://host.example/', 'host.example', 'repository'],
  ['ssh://git@host.example:2222/~ada/rivers.git', 'ada', 'rivers'],
  ['git@host.example:acme/rivers.git', 'acme', 'rivers'],
  ['git@host.example:rivers.git', 'host.example', 'rivers'],
  ['ada@[2001:db8::1]:/srv/git/acme/rivers', 'acme', 'rivers'],
  ['https://host.example/%C3%A4%C3%B6/a%20b.git', 'ao', 'a-b'],
  ['https://host.example/%2E%2E%2Fetc/.git.git', 'etc', 'git'],
  ['https://host.example/%ZZ/rivers.git-.git', 'ZZ', 'rivers'],
  [`https://host.example/a/${'x'.repeat(300)}`, 'a', 'x'.repeat(100)],
])('%s is %s / %s', (url, org, name) => {
  const derived = nameFromUrl(url);
  expect(derived).toEqual({ org, name });
  for (const part of [derived.org, derived.name]) expect(repoName.safeParse(part).success, part).toBe(true);
});

it.each([
  ['/srv/git/acme/rivers', 'acme', 'rivers'],
  ['/srv/git/acme/rivers.git', 'acme', 'rivers'],
  ['/srv/git/acme/rivers/.git', 'acme', 'rivers'],
  ['/srv/mein répo ünd mehr', 'srv', 'mein-repo-und-mehr'],
  ['/rivers', 'local', 'rivers'],
  ['/', 'local', 'repository'],
])('%s is %s / %s', (folder, org, name) => {
  expect(nameFromPath(folder)).toEqual({ org, name });
});
