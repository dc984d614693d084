// The header by which a token or a password travels to a host: git gets it through its environment.
import { AppError } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import { guessSourceType, withTokenUser } from '@/lib/git/source-type';
import type { ValidatedRemote } from './remote-policy';

/**
 * The Authorization header for a remote. A token of the form `user:password` is taken apart; a bare one gets the
 * user name its host wants. Throws AppError `invalid` for control characters, for a key, and for plain http.
 */
export function authorizationHeader(remote: ValidatedRemote, credential: GitCredential): string {
  const pair = pairOf(remote, credential);
  if (remote.protocol === 'http' && !remote.isListed) {
    throw new AppError('invalid', 'A token or a password is not sent over plain http://. Use an https:// address.', {
      kind: 'policy',
    });
  }
  return `Authorization: Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

function pairOf(remote: ValidatedRemote, credential: GitCredential): string {
  switch (credential.kind) {
    case 'ssh_key':
      throw new AppError(
        'invalid',
        'An ssh key works with ssh addresses alone. Use an ssh:// address (git@host:path), or a token.',
        { kind: 'auth' },
      );
    case 'password':
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
      if (/[\u0000-\u001f\u007f]/.test(credential.user + credential.password)) {
        throw new AppError('invalid', 'The password contains a line break or another control character.', {
          kind: 'auth',
        });
      }
      return `${credential.user}:${credential.password}`;
    case 'token': {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
      if (/[\u0000-\u0020\u007f]/.test(credential.token)) {
        throw new AppError('invalid', 'The token contains a space, a line break or another control character.', {
          kind: 'auth',
        });
      }
      const { sourceType } = credential;
      const isKnown = sourceType != null && sourceType !== 'custom';
      return withTokenUser(isKnown ? sourceType : guessSourceType(remote.host), credential.token);
    }
  }
}
