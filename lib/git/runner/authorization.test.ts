import { describe, expect, it } from 'vitest';
import { authorizationHeader } from './authorization';
import { validateRemote } from './remote-policy';

describe('the header', () => {
  const decode = (header: string) => Buffer.from(header.replace('Authorization: Basic ', ''), 'base64').toString();
  const at = (host: string) =>
    validateRemote(`https://${host}/r`, { allowedHosts: [], resolve: async () => ['1.1.1.1'] });

  it.each([
    ['github.com', 'x-access-token:tok'],
    ['gitlab.example.com', 'oauth2:tok'],
    ['bitbucket.org', 'x-token-auth:tok'],
    ['git.example.com', 'x-access-token:tok'],
  ])('names the user that %s wants', async (host, pair) => {
    expect(decode(authorizationHeader(await at(host), { kind: 'token', token: 'tok' }))).toBe(pair);
  });

  it('takes a user of its own', async () => {
    expect(decode(authorizationHeader(await at('github.com'), { kind: 'token', token: 'me:pass:word' }))).toBe(
      'me:pass:word',
    );
  });
});
