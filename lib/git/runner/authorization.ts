// The header by which a token travels to a host: git gets it through its environment.
import { AppError } from '@/lib/errors';
import { guessSourceType, withTokenUser } from '@/lib/git/source-type';
import type { ValidatedRemote } from './remote-policy';

/**
 * The Authorization header for a remote. A token of the form `user:password` is taken apart; a bare one gets the
 * user name its host wants. Throws AppError `invalid` for tokens with control characters and for plain http.
 */
export function authorizationHeader(remote: ValidatedRemote, token: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\u0000-\u0020\u007f]/.test(token)) {
    throw new AppError('invalid', 'The token contains a space, a line break or another control character.', {
      kind: 'auth',
    });
  }
  if (remote.protocol === 'http' && !remote.isListed) {
    throw new AppError('invalid', 'A token is not sent over plain http://. Use an https:// address.', {
      kind: 'policy',
    });
  }
  const pair = withTokenUser(guessSourceType(remote.host), token);
  return `Authorization: Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}
