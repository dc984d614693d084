// Refuses what a caller may not do, in words that say why; what they may not see does not exist for them.
import { type Context, tokenOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { hasScope, may, type OrgSubject, type RepoSubject, type Subject, type SubjectOf } from './may';
import type { Verb } from './verbs';
import { VERBS } from './verbs';

/**
 * Throws unless the caller may: `not_found` if they may not even see what it is about, `unauthenticated` for visitors,
 * `forbidden` for everybody else.
 */
export function requireMay<V extends Verb>({ actor }: Pick<Context, 'actor'>, verb: V, subject: SubjectOf<V>): void {
  if (may(actor, verb, subject)) return;
  if (!isSeen(actor, subject)) throw notThere(subject);
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  const token = tokenOf(actor);
  if (token && !hasScope(token, verb)) {
    if (VERBS[verb].scopes.length === 0) {
      throw new AppError('forbidden', 'A token cannot do this: sign in with a browser.');
    }
    throw new AppError('forbidden', `This token does not have the scope that this asks for: ${scopesOf(verb)}.`);
  }
  throw new AppError('forbidden', `${whoMay(verb, subject)} Ask one of them, or for the right to do it yourself.`);
}

/** The error for a repository or an organisation that does not exist for the caller. */
export function notThere({ kind }: RepoSubject | OrgSubject | Subject): AppError {
  return new AppError('not_found', `There is no such ${kind === 'organisation' ? 'organisation' : 'repository'}.`);
}

function isSeen(actor: Context['actor'], subject: Subject): boolean {
  if (subject.kind === 'repository') return may(actor, 'repo.see', subject);
  return subject.kind === 'server' || may(actor, 'org.see', subject);
}

function scopesOf(verb: Verb): string {
  return VERBS[verb].scopes.join(' or ');
}

function whoMay(verb: Verb, { kind }: Subject): string {
  if (kind === 'server') return 'Only administrators of this server may do this.';
  const rule = VERBS[verb];
  const least = 'role' in rule ? rule.role : 'owner';
  const roles = { viewer: 'People', member: 'Members', admin: 'Admins and owners', owner: 'Owners' }[least];
  const also = 'isForItsOwner' in rule && rule.isForItsOwner ? ', and whoever added it,' : '';
  return `${roles} of the organisation${also} may do this.`;
}
