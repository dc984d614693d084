import { expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { expandAddress } from './expand-address';

it.each([
  ['github', 'acme/rivers', 'https://github.com/acme/rivers'],
  ['github', ' acme/rivers.git ', 'https://github.com/acme/rivers.git'],
  ['gitlab', 'acme/water/rivers', 'https://gitlab.com/acme/water/rivers'],
  ['bitbucket', 'acme/rivers', 'https://bitbucket.org/acme/rivers'],
  ['github', 'https://github.com/acme/rivers/tree/main/src?tab=x', 'https://github.com/acme/rivers'],
  ['github', 'https://github.acme.example/acme/rivers/pull/7', 'https://github.acme.example/acme/rivers'],
  ['gitlab', 'https://git.example/group/sub/rivers/-/blob/main/a.txt', 'https://git.example/group/sub/rivers'],
  ['gitea', 'https://codeberg.org/acme/rivers/src/branch/main/a.txt', 'https://codeberg.org/acme/rivers'],
  ['gitea', 'https://git.example/acme/rivers/issues', 'https://git.example/acme/rivers'],
  ['bitbucket', 'https://bb.example/projects/ACME/repos/rivers/browse', 'https://bb.example/scm/ACME/rivers.git'],
  ['bitbucket', 'https://bitbucket.org/acme/rivers/src/main/', 'https://bitbucket.org/acme/rivers'],
  ['github', 'git@github.com:acme/rivers.git', 'git@github.com:acme/rivers.git'],
  ['github', 'https://github.com/acme/rivers', 'https://github.com/acme/rivers'],
  ['custom', 'https://github.com/acme/rivers/tree/main', 'https://github.com/acme/rivers/tree/main'],
  ['github', '/srv/git/rivers', '/srv/git/rivers'],
  ['github', '../rivers', '../rivers'],
  ['github', 'git.example/acme/rivers', 'git.example/acme/rivers'],
] as const)('%s: %s is %s', (type, given, expected) => {
  expect(expandAddress(type, given)).toBe(expected);
});

it.each([
  ['gitea', 'acme/rivers', /whole address/],
  ['custom', 'acme/rivers', /whole address/],
  ['github', 'https://gitlab.com/acme/rivers', /gitlab\.com is GitLab, not GitHub: give source_type gitlab/],
  ['gitlab', 'git@bitbucket.org:acme/rivers.git', /Bitbucket/],
] as const)('%s does not take %s', (type, given, message) => {
  expect(() => expandAddress(type, given)).toThrow(message);
  expect(() => expandAddress(type, given)).toThrow(AppError);
});
