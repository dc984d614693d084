// Where a code host is asked: what people type for it, the address of its API, and where its repositories may lie.
import type { SourceType } from '@/db/schema';
import { AppError } from '@/lib/errors';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';

/** Those that have an API to ask; others have repositories, and no list of them. */
export const HOST_TYPES = ['github', 'gitlab', 'gitea', 'bitbucket'] as const satisfies SourceType[];
export type HostType = (typeof HOST_TYPES)[number];

/** The large ones have their API at another host, or in another form than one's own server of the kind. */
const PUBLIC: Record<string, { type: HostType; api: string }> = {
  'https://github.com': { type: 'github', api: 'https://api.github.com' },
  'https://bitbucket.org': { type: 'bitbucket', api: 'https://api.bitbucket.org/2.0' },
};
const API: Record<HostType, string> = {
  github: '/api/v3',
  gitlab: '/api/v4',
  gitea: '/api/v1',
  bitbucket: '/rest/api/1.0',
};

/**
 * The one spelling of a host: `github.com` and `https://GitHub.com/` are `https://github.com`. A server in a folder keeps
 * its path. Throws `invalid` for what is no address of a server, by the rules for repositories.
 */
export function hostBase(given: string): string {
  const text = given.trim().replace(/\/+$/, '');
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!/^https?:\/\//i.test(address)) {
    throw new AppError('invalid', 'The host is asked over https (or http): give its name, or its address.', {
      kind: 'policy',
    });
  }
  // It reads no address without a path.
  const { url } = parseRemoteUrl(`${address}/x`);
  return url.slice(0, -2);
}

/** The address that requests to a host's API begin with. Throws `invalid` for a known host of another kind. */
export function apiBase(base: string, type: HostType): string {
  const known = PUBLIC[base];
  if (known && known.type !== type) {
    throw new AppError('invalid', `${new URL(base).host} is of the kind ${known.type}: give that as source_type.`);
  }
  // GitHub's cloud for companies.
  if (type === 'github' && /^https:\/\/[a-z0-9-]+\.ghe\.com$/.test(base))
    return base.replace('https://', 'https://api.');
  return known?.api ?? `${base}${API[type]}`;
}

/** True for the cloud's form of Bitbucket, which has little in common with one's own server. */
export function isBitbucketCloud(base: string): boolean {
  return base === 'https://bitbucket.org';
}

/** Names as the hosts have them: `acme`, and `acme/water` for a group in a group. */
export const OWNER = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9_.~-]+(?:\/[A-Za-z0-9_.-]+)*$/;
