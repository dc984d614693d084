// What kind of host a source lies on, and the user name that each kind wants beside a token.
import type { SourceType } from '@/db/schema';

/** By the host's name, which says it for the public ones and for many others. */
const NAMES: [pattern: RegExp, type: SourceType][] = [
  [/github/, 'github'],
  [/gitlab/, 'gitlab'],
  [/bitbucket/, 'bitbucket'],
  [/gitea|forgejo|^codeberg\.org$/, 'gitea'],
];

/** The user name that goes with a bare token; a token of the form `user:password` brings its own. */
const TOKEN_USER: Record<SourceType, string> = {
  github: 'x-access-token',
  gitlab: 'oauth2',
  gitea: 'x-access-token',
  bitbucket: 'x-token-auth',
  custom: 'x-access-token',
};

/** What a host probably is, by its name; `custom` if nothing says more. */
export function guessSourceType(host: string): SourceType {
  return NAMES.find(([pattern]) => pattern.test(host))?.[1] ?? 'custom';
}

/** `user:token` as a host of this kind takes it. A token that is a pair already stays as it is. */
export function withTokenUser(type: SourceType, token: string): string {
  return token.includes(':') ? token : `${TOKEN_USER[type]}:${token}`;
}
