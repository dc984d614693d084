// What a host wants to see of somebody who may read a repository, by the kind of host: which token with which right, where
// it is made, and which user name goes with it.
import type { SourceType } from '@/db/schema';
import type { GitCredential } from '@/lib/git/credential';

export interface SignInPlace {
  type: SourceType;
  /** Address of the source. */
  url: string;
}

type How = 'token' | 'password' | 'ssh_key';

/** In whole sentences. `given`: what was tried; null for nothing. */
export function signInAdvice({ type, url }: SignInPlace, given: GitCredential['kind'] | null): string {
  if (!/^https?:/i.test(url)) return KEY[type];
  const origin = new URL(url).origin;
  const how: How = given ?? 'token';
  return how === 'password' ? PASSWORD[type](origin) : TOKEN[type](origin);
}

const isCloud = (origin: string) => origin === 'https://bitbucket.org';

const TOKEN: Record<SourceType, (origin: string) => string> = {
  github: (origin) =>
    `GitHub takes a fine-grained token with the permission Contents: Read-only for this repository, or a classic one with the scope repo; both are made at ${origin}/settings/tokens, and an organisation with single sign-on has to authorise them.`,
  gitlab: (origin) =>
    `GitLab takes a personal, group or project token with the scope read_repository; a personal one is made at ${origin}/-/user_settings/personal_access_tokens. A deploy token goes with its own user name: store it as a password.`,
  gitea: (origin) =>
    `Gitea and Forgejo take a token with the permission repository: Read, made at ${origin}/user/settings/applications.`,
  bitbucket: (origin) =>
    isCloud(origin)
      ? 'Bitbucket takes an access token of the repository, project or workspace with the permission Repositories: Read, made in its settings. An API token of an Atlassian account is stored as a password, with the user name x-bitbucket-api-token-auth.'
      : `Bitbucket takes an HTTP access token with the permission Repository read, made at ${origin}/plugins/servlet/access-tokens/manage.`,
  custom: () =>
    'Which token it takes, and with which user name, its administrators know: user:token in the field for the token sends both.',
};

const PASSWORD: Record<SourceType, (origin: string) => string> = {
  github: (origin) => `GitHub takes no passwords for git: store a token instead, made at ${origin}/settings/tokens.`,
  gitlab: () =>
    'GitLab takes the user name and password of an account without two-factor sign-in, or those of a deploy token with the scope read_repository.',
  gitea: () =>
    'Gitea and Forgejo take the user name and password of an account without two-factor sign-in; with it, they take a token alone.',
  bitbucket: (origin) =>
    isCloud(origin)
      ? 'Bitbucket takes no passwords of accounts for git: the user name is x-bitbucket-api-token-auth, and the password an API token with the scope read:repository:bitbucket, made at https://id.atlassian.com/manage-profile/security/api-tokens.'
      : 'Bitbucket takes the user name and password of an account that may read the repository.',
  custom: () => 'Check the user name as well: some hosts want an address of e-mail there.',
};

const KEY: Record<SourceType, string> = {
  github:
    'On GitHub, add the public key under Settings, Deploy keys of the repository, without write access. The user name in the address is git.',
  gitlab:
    'On GitLab, add the public key under Settings, Repository, Deploy keys of the project. The user name in the address is git.',
  gitea:
    'On Gitea and Forgejo, add the public key under Settings, Deploy keys of the repository. The user name in the address is git.',
  bitbucket:
    'On Bitbucket, add the public key under Repository settings, Access keys. The user name in the address is git.',
  custom: 'Have the public key let in there, for the user name that stands in the address.',
};
