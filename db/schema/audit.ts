// The audit log: who changed what. A trigger refuses every update, and every deletion but that of what is old enough.
import { bigint, index, jsonb, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const auditActor = pgEnum('audit_actor', ['person', 'organisation', 'operator', 'system', 'visitor']);
export type AuditActor = (typeof auditActor.enumValues)[number];

/** No foreign keys: what is told here outlives what it is about. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    actorKind: auditActor().notNull(),
    actorId: uuid(),
    /** As they were called then: an e-mail address, an organisation's name. */
    actorName: text(),
    tokenId: uuid(),
    tokenName: text(),
    /** `repo.add`, `person.change`, … */
    verb: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text(),
    subjectName: text(),
    /** The organisation whose business it is; null: the server's. */
    orgId: uuid(),
    /** What changed, without secrets. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    /** Where it was asked for: an address, or the network of one; null for Freshet itself. */
    network: text(),
  },
  (t) => [
    index('audit_log_at_idx').on(t.at),
    index('audit_log_actor_idx').on(t.actorId, t.id.desc()),
    index('audit_log_subject_idx').on(t.subjectId, t.id.desc()),
    index('audit_log_verb_idx').on(t.verb, t.id.desc()),
    index('audit_log_org_idx').on(t.orgId, t.id.desc()),
  ],
);
