// Whom an e-mail address means, for those who may let people in.
import { eq, sql } from 'drizzle-orm';
import { users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** The id of whoever has an account under this address. Throws `not_found`. */
export async function personByEmail({ db }: Pick<Context, 'db'>, email: string): Promise<string> {
  const [person] = email.includes('\0')
    ? []
    : await db
        .select({ id: users.id })
        .from(users)
        .where(eq(sql`lower(${users.email})`, email.trim().toLowerCase()));
  if (!person) {
    throw new AppError('not_found', `Nobody here has an account under ${email}. An administrator can invite them.`, {
      title: 'No such person',
    });
  }
  return person.id;
}
