// What one may ask of the audit log, and who may ask.
import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { auditLog } from '@/db/schema';
import { requireAdmin } from '@/lib/accounts/require-admin';
import type { Context } from '@/lib/context';
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

/** The organisations whose entries a caller may read; null: all there is. Throws `unauthenticated` and `forbidden`. */
export function auditedOrgs(ctx: Pick<Context, 'actor'>): readonly string[] | null {
  requireAdmin(ctx, 'the audit log');
  return null;
}

/** The condition on `audit_log`. Throws what `auditedOrgs` throws. */
export function auditCondition(ctx: Pick<Context, 'actor'>, filter: AuditFilter): SQL | undefined {
  const orgs = auditedOrgs(ctx);
  const { since, until, actor, verb, subject } = filter;
  return and(
    orgs === null ? undefined : inArray(auditLog.orgId, [...orgs]),
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
