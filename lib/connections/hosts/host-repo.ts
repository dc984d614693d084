// What every code host tells of a repository, in one shape, and what can be asked of a host.

export interface HostRepo {
  /** The host's own id: it stays when the repository is renamed. */
  hostId: string;
  /** Below its owner: `rivers`, or `water/rivers` in a group's subgroup. */
  path: string;
  cloneUrl: string;
  isPublic: boolean;
  isFork: boolean;
  isArchived: boolean;
  description: string;
}

export interface HostListing {
  repos: HostRepo[];
  /** Why this may not be all of them; null if it is. What is missing from a part says nothing. */
  incomplete: string | null;
}

export interface HostClient {
  /** All repositories of the owner that the credential sees. Throws AppError if the host does not answer to the end. */
  list: () => Promise<HostListing>;
  /** True if the owner still has the repository of this id, false if it is gone, moved away or out of sight. */
  has: (hostId: string) => Promise<boolean>;
}

/** More repositories of one owner are not looked at. */
export const MAX_HOST_REPOS = 10_000;

/** A listing as far as it goes, without what came twice because something moved between two pages. */
export function listingOf(repos: HostRepo[], announced: number | null): HostListing {
  const byId = new Map(repos.map((repo) => [repo.hostId, printable(repo)]));
  const unique = [...byId.values()];
  if (unique.length >= MAX_HOST_REPOS) {
    return {
      repos: unique,
      incomplete: `It has more than ${MAX_HOST_REPOS} repositories; the others are not looked at.`,
    };
  }
  if (announced !== null && unique.length < announced) {
    return { repos: unique, incomplete: `The host says that there are ${announced}, and listed ${unique.length}.` };
  }
  return { repos: unique, incomplete: null };
}

/** What the database takes and a page can show, whatever the host says. */
function printable(repo: HostRepo): HostRepo {
  const clean = (text: string) => text.replace(/\p{C}+/gu, ' ').trim();
  return { ...repo, path: clean(repo.path).slice(0, 500), description: clean(repo.description).slice(0, 500) };
}
