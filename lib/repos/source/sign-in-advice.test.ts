import { describe, expect, it } from 'vitest';
import { sourceType } from '@/db/schema';
import { signInAdvice } from './sign-in-advice';

describe('what to sign in with', () => {
  it.each([
    ['github', 'https://github.com/a/b', null, /Contents: Read-only.*https:\/\/github\.com\/settings\/tokens/],
    ['github', 'https://github.acme.example/a/b', 'token', /https:\/\/github\.acme\.example\/settings\/tokens/],
    ['github', 'https://github.com/a/b', 'password', /no passwords/],
    [
      'gitlab',
      'https://git.example:8443/a/b',
      'token',
      /read_repository.*https:\/\/git\.example:8443\/-\/user_settings/,
    ],
    ['gitlab', 'https://git.example/a/b', 'password', /deploy token/],
    ['gitea', 'https://codeberg.org/a/b', 'token', /repository: Read.*codeberg\.org\/user\/settings\/applications/],
    ['bitbucket', 'https://bitbucket.org/a/b', 'token', /Repositories: Read/],
    ['bitbucket', 'https://bitbucket.org/a/b', 'password', /x-bitbucket-api-token-auth/],
    ['bitbucket', 'https://bb.example/scm/a/b', 'token', /bb\.example\/plugins\/servlet\/access-tokens/],
    ['github', 'git@github.com:a/b.git', 'ssh_key', /Deploy keys/],
    ['bitbucket', 'ssh://git@bb.example/a/b', null, /Access keys/],
    ['custom', 'https://git.example/a/b', null, /user:token/],
  ] as const)('%s at %s after %s', (type, url, given, expected) => {
    expect(signInAdvice({ type, url }, given)).toMatch(expected);
  });

  it('is said in whole sentences, whatever the host and what was tried', () => {
    for (const type of sourceType.enumValues) {
      for (const url of ['https://bitbucket.org/a/b', 'https://git.example/a/b', 'git@git.example:a/b']) {
        for (const given of [null, 'token', 'password', 'ssh_key'] as const) {
          expect(signInAdvice({ type, url }, given)).toMatch(/^[A-Z].{40,400}\.$/s);
        }
      }
    }
  });
});
