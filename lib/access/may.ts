// Who may do what: the one place that decides. Everything it needs to know is handed in, so it can be asked about anything.
import { type Actor, type TokenGrant, tokenOf } from '@/lib/context';
import { isAtLeast, isSharedFor, type Role, type Share } from './roles';
import {
  ORG_VERBS,
  type OrgRule,
  type OrgVerb,
  REPO_VERBS,
  type RepoRule,
  type RepoVerb,
  SERVER_VERBS,
  type ServerRule,
  VERBS,
  type Verb,
} from './verbs';

/** A repository as it stands to the person who asks. */
export interface RepoSubject {
  kind: 'repository';
  id: string;
  orgId: string;
  isPublic: boolean;
  /** Whoever added it; null if that is not known. */
  ownerId: string | null;
  /** The role in its organisation of the person who asks, and what it was shared with them for. */
  role: Role | null;
  share: Share | null;
}

/** An organisation as it stands to the person who asks. */
export interface OrgSubject {
  kind: 'organisation';
  id: string;
  role: Role | null;
  /** It has a repository that whoever asks may see. */
  isKnown: boolean;
}

export interface ServerSubject {
  kind: 'server';
}

export type Subject = RepoSubject | OrgSubject | ServerSubject;
export type SubjectOf<V extends Verb> = V extends RepoVerb
  ? RepoSubject
  : V extends OrgVerb
    ? OrgSubject
    : ServerSubject;

export const SERVER: ServerSubject = { kind: 'server' };

/** True if `actor` may do `verb` to `subject`. Whether the server is read-only is another question: `requireWriter`. */
export function may<V extends Verb>(actor: Actor, verb: V, subject: SubjectOf<V>): boolean {
  return isOpenedByToken(actor, verb, subject) && isHeld(actor, verb, subject);
}

/** A token takes from its bearer's rights and never adds to them. */
function isOpenedByToken(actor: Actor, verb: Verb, subject: Subject): boolean {
  const token = tokenOf(actor);
  return !token || (hasScope(token, verb) && isWithin(token, verb, subject));
}

/** True if one of the token's scopes opens `verb`. */
export function hasScope(token: TokenGrant, verb: Verb): boolean {
  return VERBS[verb].scopes.some((scope) => token.scopes.includes(scope));
}

/** True if what the token is narrowed to leaves `subject`; of organisations, those that such a repository is in. */
function isWithin({ orgId, repoIds }: TokenGrant, verb: Verb, subject: Subject): boolean {
  if (subject.kind === 'server') {
    return (orgId === null && repoIds === null) || (VERBS[verb] as ServerRule).isNarrowedOk === true;
  }
  if (subject.kind === 'organisation')
    return (orgId ?? subject.id) === subject.id && (repoIds === null || (verb === 'org.see' && subject.isKnown));
  return (orgId ?? subject.orgId) === subject.orgId && (repoIds === null || repoIds.includes(subject.id));
}

function isHeld(actor: Actor, verb: Verb, subject: Subject): boolean {
  // Without accounts there is none of one's own.
  if (actor.kind === 'operator' || actor.kind === 'system') return verb !== 'account.use';
  if (actor.kind === 'user' && actor.isAdmin) return true;
  if (subject.kind === 'repository') return holdsRepo(actor, REPO_VERBS[verb as RepoVerb], subject);
  if (subject.kind === 'organisation') return holdsOrg(actor, ORG_VERBS[verb as OrgVerb], subject);
  return holdsServer(actor, SERVER_VERBS[verb as keyof typeof SERVER_VERBS]);
}

function holdsRepo(actor: Actor, rule: RepoRule, repo: RepoSubject): boolean {
  if (rule.isForVisitors && repo.isPublic) return true;
  const role = roleOf(actor, repo.orgId, repo.role);
  if (isAtLeast(role, rule.role)) return true;
  if (actor.kind !== 'user') return false;
  if (rule.share !== null && isSharedFor(repo.share, rule.share)) return true;
  return rule.isForItsOwner === true && repo.ownerId === actor.userId && isAtLeast(role, 'member');
}

function holdsOrg(actor: Actor, rule: OrgRule, org: OrgSubject): boolean {
  if (rule.isForThoseWhoKnowIt && org.isKnown) return true;
  return isAtLeast(roleOf(actor, org.id, org.role), rule.role);
}

function holdsServer(actor: Actor, { who }: ServerRule): boolean {
  if (actor.kind === 'user') return who !== 'administrators';
  return actor.kind === 'organisation' && who === 'accounts and programs';
}

/** An organisation's own program is an admin of it, as far as its token goes. */
function roleOf(actor: Actor, orgId: string, role: Role | null): Role | null {
  if (actor.kind === 'organisation') return actor.orgId === orgId ? 'admin' : null;
  return actor.kind === 'user' ? role : null;
}
