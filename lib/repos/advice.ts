// What to do about a repository in trouble: one table for its page, the status page and notifications.
import type { ErrorKind, repoKind } from '@/db/schema';

export interface Advice {
  /** In a few words, for a list. */
  brief: string;
  /** In whole sentences that hold wherever they are read. */
  full: string;
}

/** How Freshet gets access to a repository: each way needs other advice when it is refused. */
export const ACCESS = ['token', 'no_token', 'key', 'folder'] as const;
export type Access = (typeof ACCESS)[number];

type RepoKind = (typeof repoKind.enumValues)[number];

/**
 * Access to a folder on this server depends on its permissions, to an ssh address on a key, to any other on a token.
 */
export function accessOf(repo: {
  kind: RepoKind;
  url: string | null;
  has_token: boolean;
  has_credential?: boolean;
}): Access {
  if (repo.kind === 'local') return 'folder';
  if (repo.url !== null && !/^https?:/.test(repo.url)) return 'key';
  return repo.has_token || repo.has_credential ? 'token' : 'no_token';
}

const same = (advice: Advice): Record<Access, Advice> => apart({ upstream: advice, folder: advice });

function apart({ upstream, folder }: { upstream: Advice; folder: Advice }): Record<Access, Advice> {
  return { token: upstream, no_token: upstream, key: upstream, folder };
}

const ADVICE: Record<ErrorKind | 'stale', Record<Access, Advice>> = {
  auth: {
    token: {
      brief: 'Give another token',
      full:
        'Give another token, on its page under Settings, or give the one that is set the right to read this ' +
        'repository: it may have expired, or be good for others alone. Then sync it.',
    },
    no_token: {
      brief: 'Give a token that may read it',
      full: 'Give a token that may read this repository: on its page, under Settings. Then sync it.',
    },
    key: {
      brief: 'Let the ssh key in there',
      full:
        'Have the public key of its credential let in there, or that of this server (ssh/id_ed25519.pub in the data ' +
        'folder), such as by a deploy key. Then sync it.',
    },
    folder: {
      brief: 'Let Freshet read the folder',
      full: 'Let the account that runs Freshet read the folder, then sync it.',
    },
  },
  not_found: {
    token: {
      brief: 'Check its address and its token',
      full:
        'On its page, under Settings, the address can be changed and another token be given: some hosts hide a ' +
        'repository like this from a token that may not read it.',
    },
    no_token: {
      brief: 'Check its address',
      full:
        'On its page, under Settings, the address can be changed and a token be given: some hosts hide private ' +
        'repositories like this.',
    },
    key: {
      brief: 'Check its address',
      full:
        'On its page, under Settings, the address can be changed. Some hosts hide a repository like this from an ssh ' +
        'key that may not read it.',
    },
    folder: {
      brief: 'Give its new folder',
      full: 'Where the folder was moved, give its new place: on its page, under Settings.',
    },
  },
  network: apart({
    upstream: {
      brief: 'Freshet tries again by itself',
      full:
        'This is usually over soon, and Freshet tries again by itself. If it stays, check that the server ' +
        'of Freshet can reach the host.',
    },
    folder: {
      brief: 'Freshet tries again by itself',
      full:
        'This is usually over soon, and Freshet tries again by itself. If it stays, check that the server ' +
        'of Freshet can reach the disk of the folder.',
    },
  }),
  timeout: same({
    brief: 'Freshet tries again by itself',
    full:
      'Freshet tries again by itself. For a very large repository the time limit can be raised where ' +
      'Freshet is started (FRESHET_FETCH_TIMEOUT_SECONDS).',
  }),
  too_large: same({
    brief: 'See which limit to raise',
    full:
      'The limit can be raised where Freshet is started (FRESHET_MAX_REPO_BYTES, FRESHET_MAX_FILES). Then ' +
      'sync it.',
  }),
  corrupt: apart({
    upstream: {
      brief: 'Sync it, or repair it there',
      full:
        'What is damaged upstream has to be repaired there: git fsck says what it is. A damaged copy on the server is ' +
        'fetched anew. Then sync it.',
    },
    folder: {
      brief: 'Repair it there',
      full: 'Run git fsck in the folder and repair what it finds: Freshet changes nothing there. Then sync it.',
    },
  }),
  disk: same({
    brief: 'Free some space',
    full:
      'Free some space in the data folder of the server, or let the account that runs Freshet write there. ' +
      'Then sync it.',
  }),
  policy: apart({
    upstream: {
      brief: 'See why it is refused',
      full:
        'It is refused for safety. An administrator can allow the host where Freshet is started ' +
        '(FRESHET_ALLOWED_HOSTS); what upstream lost can be confirmed on its page.',
    },
    folder: {
      brief: 'See why it is refused',
      full:
        'It is refused for safety. Which folders may be read is set where Freshet is started ' +
        '(FRESHET_LOCAL_ROOTS); what upstream lost can be confirmed on its page.',
    },
  }),
  internal: same({
    brief: 'Sync again, or see the log',
    full: 'Sync it to try again. If it stays, the log of the server has the details.',
  }),
  stale: same({
    brief: 'Sync to see why',
    full:
      'Sync it to see why. If many are stale, see whether the server keeps up: its runs may queue, or the ' +
      'host has asked it to wait.',
  }),
};

/** What a person can do about an error of this kind, or about one that is stale; null is an error nobody expected. */
export function adviceOn(trouble: ErrorKind | 'stale' | null, access: Access): Advice {
  return ADVICE[trouble ?? 'internal'][access];
}
