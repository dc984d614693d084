// The same as recordAudit, for a change that is one statement: a part of it, to stand within `with`.
import type { Fragment, Sql, TransactionSql } from 'postgres';
import { type AuditEntry, type AuditedBy, auditRow } from './record';

/** `insert into … select …`, to be followed by the `from` that says whether, and of which `target.org_id`. */
export function insertAudit(sql: Sql | TransactionSql, by: AuditedBy, entry: Omit<AuditEntry, 'orgId'>): Fragment {
  const row = auditRow(by, entry);
  const isPerson = row.actorKind === 'person';
  return sql`
    insert into audit_log (actor_kind, actor_id, actor_name, token_id, token_name, verb, subject_kind, subject_id,
      subject_name, org_id, before, after, network)
    select ${row.actorKind}::audit_actor, ${row.actorId}::uuid,
      (select case when ${isPerson} then (select email from users where users.id = ${row.actorId}::uuid)
        else (select name from orgs where orgs.id = ${row.actorId}::uuid) end),
      ${row.tokenId}::uuid, (select name from tokens where tokens.id = ${row.tokenId}::uuid), ${row.verb},
      ${row.subjectKind}, ${row.subjectId}, ${row.subjectName}, target.org_id, ${jsonOf(row.before)}::text::jsonb,
      ${jsonOf(row.after)}::text::jsonb, ${row.network}`;
}

function jsonOf(told: Record<string, unknown> | null): string | null {
  return told === null ? null : JSON.stringify(told);
}
