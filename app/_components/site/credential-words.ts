// What the kinds of credentials and of hosts are called on pages.
import type { CredentialKind, SourceType } from '@/db/schema';

export const CREDENTIAL_WORDS: Record<CredentialKind, string> = {
  token: 'Token',
  password: 'User name and password',
  ssh_key: 'ssh key',
};

const HOSTS: Record<SourceType, string> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  gitea: 'Gitea or Forgejo',
  bitbucket: 'Bitbucket',
  custom: 'Another git server',
};

/** For a field that may be left to what the address says. */
export const HOST_OPTIONS: { value: string; text: string }[] = [
  { value: '', text: 'As its address says' },
  ...Object.entries(HOSTS).map(([value, text]) => ({ value, text })),
];
