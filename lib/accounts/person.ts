// The one shape of a person that the API and the pages share.
import { z } from 'zod';
import type { users } from '@/db/schema';

export const personSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    is_admin: z.boolean(),
    is_disabled: z.boolean(),
    has_password: z.boolean(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof personSchema>;

export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email('needs to be an e-mail address'))
  .meta({ description: 'Compared without regard to case.' });

export const personName = z.string().trim().min(1).max(100);

/** Turns a row into the shape that leaves the server: without the hash. */
export function toPerson(row: typeof users.$inferSelect): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    is_admin: row.isAdmin,
    is_disabled: row.disabledAt !== null,
    has_password: row.passwordHash !== null,
    created_at: row.createdAt.toISOString(),
  };
}
