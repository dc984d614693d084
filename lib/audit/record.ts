// Writes down who changed what, in the transaction of the change: there is never one without the other.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type AuditActor, auditLog } from '@/db/schema';
import { type Actor, tokenOf } from '@/lib/context';
import { type Told, withoutSecrets } from './without-secrets';

/** Who changes something, and from where. A Context is one. */
export interface AuditedBy {
  actor: Actor;
  /** As `callerNetwork` says it; undefined if no request asks. */
  network?: string;
}

export interface AuditEntry {
  /** What kind of thing, and what became of it: `repo.add`. */
  verb: `${string}.${string}`;
  subject: { kind: string; id?: string | null; name?: string | null };
  /** The organisation whose business it is; none if it is the server's. */
  orgId?: string | null;
  /** Secrets are taken out here; leave them out all the same. */
  before?: Told | null;
  after?: Told | null;
}

/** Adds one entry. `tx` is the transaction of the change. */
export async function recordAudit(tx: Pick<Db, 'insert'>, by: AuditedBy, entry: AuditEntry): Promise<void> {
  const { actorId, tokenId, actorKind, ...row } = auditRow(by, entry);
  await tx.insert(auditLog).values({
    ...row,
    actorKind,
    actorId,
    tokenId,
    // As they are called now: an entry outlives the account and the token.
    actorName:
      actorId === null
        ? null
        : actorKind === 'person'
          ? sql`(select email from users where id = ${actorId})`
          : sql`(select name from orgs where id = ${actorId})`,
    tokenName: tokenId === null ? null : sql`(select name from tokens where id = ${tokenId})`,
  });
}

/** The columns of an entry but the names of who changed something, which the database knows. */
export function auditRow({ actor, network }: AuditedBy, entry: AuditEntry) {
  return {
    ...whoIs(actor),
    tokenId: tokenOf(actor)?.tokenId ?? null,
    verb: entry.verb,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id ?? null,
    subjectName: entry.subject.name ?? null,
    orgId: entry.orgId ?? null,
    before: entry.before ? withoutSecrets(entry.before) : null,
    after: entry.after ? withoutSecrets(entry.after) : null,
    network: network ?? (actor.kind === 'anonymous' ? (actor.network ?? null) : null),
  };
}

function whoIs(actor: Actor): { actorKind: AuditActor; actorId: string | null } {
  switch (actor.kind) {
    case 'user':
      return { actorKind: 'person', actorId: actor.userId };
    case 'organisation':
      return { actorKind: 'organisation', actorId: actor.orgId };
    case 'anonymous':
      return { actorKind: 'visitor', actorId: null };
    default:
      return { actorKind: actor.kind, actorId: null };
  }
}

/** An account that acts for itself before it is signed in: one that was just made, or whose password was right. */
export function asPerson(userId: string): Actor {
  return { kind: 'user', userId, isAdmin: false };
}
