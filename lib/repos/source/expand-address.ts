// Reads what people paste for a repository on a code host: its short name, or the address of one of its pages.
import type { SourceType } from '@/db/schema';
import { AppError } from '@/lib/errors';

/** Where `owner/name` alone leads; null for what is run at many places. */
const HOME: Record<SourceType, string | null> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
  gitea: null,
  custom: null,
};
/** Hosts that are of one kind alone, whatever somebody says. */
const KNOWN = new Map<string, SourceType>([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['bitbucket.org', 'bitbucket'],
  ['codeberg.org', 'gitea'],
]);
const SPELLED: Record<SourceType, string> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  bitbucket: 'Bitbucket',
  gitea: 'Gitea',
  custom: 'another git server',
};

/** A name in one part of a path, such as an owner's. */
const PART = /^[A-Za-z0-9_.~-]+$/;
/** What of a page's path is the repository, by kind of host: the rest says which page of it was pasted. */
const PAGES: Partial<Record<SourceType, [page: RegExp, repository: string][]>> = {
  github: [
    [
      /^(\/[^/]+\/[^/]+)\/(?:tree|blob|blame|raw|commits?|pulls?|issues|releases|tags|branches|actions|wiki|discussions|settings|security|graphs)(?:\/.*)?$/,
      '$1',
    ],
  ],
  gitlab: [[/^(\/.+?)\/-(?:\/.*)?$/, '$1']],
  gitea: [
    [/^(\/.+?)\/(?:src|raw|commits)\/(?:branch|tag|commit)\/.*$/, '$1'],
    [/^(\/.+?\/.+?)\/(?:issues|pulls|releases|wiki|commit)(?:\/.*)?$/, '$1'],
  ],
  bitbucket: [
    // The one for one's own servers shows a repository at another place than git finds it.
    [/^(.*)\/projects\/([^/]+)\/repos\/([^/]+)(?:\/.*)?$/, '$1/scm/$2/$3.git'],
    [/^(\/[^/]+\/[^/]+)\/(?:src|commits|branches|pull-requests|branch|downloads)(?:\/.*)?$/, '$1'],
  ],
};

/**
 * The address that git takes for what was given. Anything that is no short name and no page stays as it is: whether git
 * may be pointed at it is for `validateRemote` to say. Throws `invalid` for a short name without a host, and if the host
 * is known to be of another kind.
 */
export function expandAddress(type: SourceType, text: string): string {
  const given = text.trim();
  const short = shortName(type, given);
  if (short !== null) return short;
  const host = hostOf(given);
  const known = host === null ? undefined : KNOWN.get(host);
  if (known !== undefined && type !== 'custom' && known !== type) {
    throw new AppError('invalid', `${host} is ${SPELLED[known]}, not ${SPELLED[type]}: give source_type ${known}.`, {
      kind: 'policy',
    });
  }
  return withoutPage(type, given);
}

function shortName(type: SourceType, given: string): string | null {
  const parts = given.split('/');
  const isShort = parts.length >= 2 && parts.every((part) => PART.test(part) && !/^\.+$/.test(part));
  // The first part of `host.example/owner/name` is a host.
  if (!isShort || (parts.length > 2 && type !== 'gitlab') || (parts.length > 2 && parts[0]?.includes('.'))) return null;
  const home = HOME[type];
  if (home !== null) return `https://${home}/${given}`;
  throw new AppError(
    'invalid',
    `${given} names no server, and ${SPELLED[type]} runs on many: give the whole address, such as https://git.example.com/${given}.`,
    { kind: 'policy' },
  );
}

function hostOf(address: string): string | null {
  if (/^(?:https?|ssh):\/\//i.test(address) && URL.canParse(address)) return new URL(address).hostname.toLowerCase();
  return /^[^@/]+@([^:/]+):/.exec(address)?.[1]?.toLowerCase() ?? null;
}

function withoutPage(type: SourceType, address: string): string {
  const [, origin, path] = /^(https?:\/\/[^/?#]+)(\/[^?#]*)/i.exec(address) ?? [];
  if (origin === undefined || path === undefined) return address;
  for (const [page, repository] of PAGES[type] ?? []) {
    if (page.test(path)) return origin + path.replace(page, repository);
  }
  return address;
}
