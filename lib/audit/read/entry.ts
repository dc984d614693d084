// The one shape of an audit entry that the API, its export and the page share.
import { z } from 'zod';
import { auditActor, type auditLog } from '@/db/schema';

const told = z.record(z.string(), z.unknown()).nullable();

export const auditEntrySchema = z
  .object({
    id: z.int().meta({ description: 'Rises with time.' }),
    at: z.iso.datetime(),
    actor: z.object({
      kind: z.enum(auditActor.enumValues).meta({
        description: 'operator: anybody on the machine while there are no accounts; system: Freshet itself.',
      }),
      id: z.uuid().nullable(),
      name: z.string().nullable().meta({ description: 'As it was then: an e-mail address, an organisation.' }),
    }),
    token: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    verb: z.string(),
    subject: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    org_id: z.uuid().nullable(),
    before: told,
    after: told,
    network: z.string().nullable().meta({ description: 'A network: 203.0.113.7/32, 2001:db8:1:2::/64.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditLogEntry = z.infer<typeof auditEntrySchema>;

/** Turns a row into the shape that leaves the server. */
export function toEntry(row: typeof auditLog.$inferSelect): AuditLogEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    token: row.tokenId === null ? null : { id: row.tokenId, name: row.tokenName },
    verb: row.verb,
    subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
    org_id: row.orgId,
    before: row.before,
    after: row.after,
    network: row.network,
  };
}
