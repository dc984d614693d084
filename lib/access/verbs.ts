// Everything that anybody may be allowed to do, and what each asks for. `may` decides by this table, and docs/access.md is
// made from it.
import type { Scope } from '@/lib/context';
import type { Role, Share } from './roles';

interface Rule {
  /** What it opens, in words: for people who read docs/access.md. */
  what: string;
  /** A token needs one of these. None of them implies another; if there is none, no token will do. */
  scopes: readonly Scope[];
}

/** About a repository: any one of what is named is enough. */
export interface RepoRule extends Rule {
  /** The least role in its organisation. */
  role: Role;
  /** The least that it was shared for; null: sharing is never enough. */
  share: Share | null;
  /** Visitors may, if it is public. */
  isForVisitors?: boolean;
  /** Whoever added it may as well, while they are a member. */
  isForItsOwner?: boolean;
}

/** About an organisation. */
export interface OrgRule extends Rule {
  /** The least role in it. */
  role: Role;
  /** Whoever may see one of its repositories may. */
  isForThoseWhoKnowIt?: boolean;
}

/** About the server as a whole. */
export interface ServerRule extends Rule {
  who: 'administrators' | 'accounts' | 'accounts and programs';
  /** A token that is narrowed to an organisation or to repositories will do: what is answered is narrowed as well. */
  isNarrowedOk?: boolean;
}

const ANY: readonly Scope[] = ['read', 'sync', 'write', 'admin'];

export const REPO_VERBS = {
  'repo.see': {
    what: 'know that it is there and how it stands: lists, counts, its state, its runs',
    role: 'viewer',
    share: 'read',
    isForVisitors: true,
    scopes: ANY,
  },
  'repo.read': {
    what: 'read what is in it: search, files, history, branches, raw files, git clone and fetch',
    role: 'viewer',
    share: 'read',
    isForVisitors: true,
    scopes: ['read'],
  },
  'repo.inspect': {
    what: 'what upstream took away or is held back, who asked for a run, what git said, where a folder lies',
    role: 'member',
    share: 'write',
    scopes: ['read'],
  },
  'repo.sync': {
    what: 'ask for a sync, cancel and retry runs, confirm what upstream lost',
    role: 'member',
    share: 'write',
    scopes: ['sync'],
  },
  'repo.push': { what: 'git push, where it is hosted here', role: 'member', share: 'write', scopes: ['write'] },
  'repo.manage': {
    what: 'settings, source and credential, rename, archive, convert, push mirrors, forget what was taken away',
    role: 'admin',
    share: null,
    isForItsOwner: true,
    scopes: ['write'],
  },
  'repo.see-deliveries': {
    what: 'where it is delivered, each run of that and what its hosts have, and which secrets were found in it',
    role: 'member',
    share: null,
    scopes: ['read'],
  },
  'repo.deliver': {
    what: 'deliver it, verify its hosts, roll them back, look for secrets now',
    role: 'member',
    share: null,
    scopes: ['sync'],
  },
  'repo.manage-deliveries': {
    what: 'say what is delivered where, and which findings are no secrets',
    role: 'admin',
    share: null,
    scopes: ['write'],
  },
  'repo.share': {
    what: 'who may see it: public or private, and the people it is shared with',
    role: 'admin',
    share: null,
    isForItsOwner: true,
    scopes: ['admin'],
  },
  'repo.delete': {
    what: 'delete it, restore it, remove it for good, or move it to another organisation (where repositories may be added)',
    role: 'admin',
    share: null,
    isForItsOwner: true,
    scopes: ['admin'],
  },
} as const satisfies Record<string, RepoRule>;

export const ORG_VERBS = {
  'org.see': {
    what: 'know that it is there, its name and description',
    role: 'viewer',
    isForThoseWhoKnowIt: true,
    scopes: ANY,
  },
  'org.see-members': { what: 'who is in it', role: 'viewer', scopes: ['read', 'admin'] },
  'org.add-repo': { what: 'add repositories to it, or create them in it', role: 'member', scopes: ['write'] },
  'org.manage': {
    what: 'its name, description and settings; add, change and remove viewers, members and admins',
    role: 'admin',
    scopes: ['admin'],
  },
  'org.use-credentials': {
    what: 'see its stored credentials, without their secrets, and have its repositories sign in with them',
    role: 'admin',
    scopes: ['write', 'admin'],
  },
  'org.manage-credentials': {
    what: 'store, rename, rotate and delete credentials',
    role: 'admin',
    scopes: ['admin'],
  },
  'org.see-targets': { what: 'see its targets, without their keys', role: 'member', scopes: ['read'] },
  'org.manage-targets': {
    what: 'add, change, test and delete targets',
    role: 'admin',
    scopes: ['admin'],
  },
  'org.own': { what: 'make, change and remove owners; delete it', role: 'owner', scopes: ['admin'] },
} as const satisfies Record<string, OrgRule>;

export const SERVER_VERBS = {
  'server.administer': {
    what: 'people, invitations, the secrets of webhooks, where notifications go, the keys of ssh hosts, quotas and what is on the disk',
    who: 'administrators',
    scopes: ['admin'],
  },
  'server.watch': {
    what: 'metrics: counts over all repositories (FRESHET_METRICS_TOKEN opens them as well)',
    who: 'administrators',
    scopes: ['read'],
  },
  'status.see': {
    what: 'the status page: how those repositories stand that the caller may see',
    who: 'accounts and programs',
    scopes: ['read'],
    isNarrowedOk: true,
  },
  'orgs.create': { what: 'make an organisation, and be its owner', who: 'accounts', scopes: ['admin'] },
  'account.use': {
    what: 'their own account: password, sessions',
    who: 'accounts',
    scopes: [],
  },
  'account.tokens': {
    what: 'their own tokens; by a token, those that it made',
    who: 'accounts and programs',
    scopes: ['admin'],
    isNarrowedOk: true,
  },
} as const satisfies Record<string, ServerRule>;

export type RepoVerb = keyof typeof REPO_VERBS;
export type OrgVerb = keyof typeof ORG_VERBS;
export type ServerVerb = keyof typeof SERVER_VERBS;
export type Verb = RepoVerb | OrgVerb | ServerVerb;

export const VERBS: { [V in Verb]: V extends RepoVerb ? RepoRule : V extends OrgVerb ? OrgRule : ServerRule } = {
  ...REPO_VERBS,
  ...ORG_VERBS,
  ...SERVER_VERBS,
};
