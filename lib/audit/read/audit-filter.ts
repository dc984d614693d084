// What one may ask of the audit log, and who may ask.
import { and, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { auditLog } from '@/db/schema';
import { hasScope, may, SERVER } from '@/lib/access/may';
import { orgsOf } from '@/lib/access/visible-repos';
import { type Actor, type Context, tokenOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';

const word = z.string().trim().min(1).max(300).optional();
/** A day begins at midnight UTC. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional();

export const auditFilterSchema = z.strictObject({
  since: moment.meta({ description: 'A time, or a day (UTC): entries from then on.' }),
  until: moment.meta({ description: 'A time, or a day (UTC): entries before it.' }),
  actor: word.meta({ description: 'An id of a person, organisation or token, an e-mail address, or a kind of actor.' }),
  verb: word.meta({ description: 'A verb such as repo.add, or all of a kind: repo.' }),
  subject: word.meta({ description: 'The id or the name of what was changed.' }),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/**
 * What a caller may read: administrators everything, others the entries of organisations that they manage. Throws
 * `unauthenticated`, and `forbidden` for a token that manages no organisation.
 */
export function readableEntries({ actor }: Pick<Context, 'actor'>): SQL | undefined {
  if (may(actor, 'server.administer', SERVER)) return undefined;
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  const token = tokenOf(actor);
  if (token && (!hasScope(token, 'org.manage') || token.repoIds !== null)) {
    throw new AppError('forbidden', 'This token may not read the audit log: it manages no organisation.');
  }
  return and(managedBy(actor), token?.orgId == null ? undefined : eq(auditLog.orgId, token.orgId));
}

function managedBy(actor: Actor): SQL | undefined {
  if (actor.kind === 'organisation') return eq(auditLog.orgId, actor.orgId);
  if (actor.kind !== 'user') return sql`false`;
  return actor.isAdmin ? undefined : sql`${auditLog.orgId} in (${orgsOf(actor.userId, 'admin')})`;
}

/** The condition on `audit_log`. Throws `unauthenticated` and `forbidden`. */
export function auditCondition(ctx: Pick<Context, 'actor'>, filter: AuditFilter): SQL | undefined {
  const { since, until, actor, verb, subject } = filter;
  return and(
    readableEntries(ctx),
    since === undefined ? undefined : gte(auditLog.at, new Date(since)),
    until === undefined ? undefined : lt(auditLog.at, new Date(until)),
    actor === undefined ? undefined : isActor(actor),
    verb === undefined ? undefined : or(eq(auditLog.verb, verb), isBelow(verb)),
    subject === undefined
      ? undefined
      : or(eq(auditLog.subjectId, subject), sql`lower(${auditLog.subjectName}) = ${subject.toLowerCase()}`),
  );
}

function isActor(actor: string): SQL | undefined {
  if (isId(actor)) return or(eq(auditLog.actorId, actor), eq(auditLog.tokenId, actor));
  return or(sql`lower(${auditLog.actorName}) = ${actor.toLowerCase()}`, sql`${auditLog.actorKind}::text = ${actor}`);
}

/** `repo` and `repo.` stand for all that can become of a repository. */
function isBelow(verb: string): SQL {
  return sql`starts_with(${auditLog.verb}, ${verb.endsWith('.') ? verb : `${verb}.`})`;
}
