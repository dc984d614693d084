// What the form of an invitation means to the API.
import type { z } from 'zod';
import type { Role } from '@/lib/access/roles';
import type { newInviteSchema } from '@/lib/accounts/invites/invite-person';
import { type Fields, isTicked, textOf, wordOf } from '../field/fields';

/** The server says what is wrong with a role that there is not. */
export function newInviteOf(form: Fields): z.infer<typeof newInviteSchema> {
  const slug = textOf(form, 'org');
  const role = (textOf(form, 'role') ?? 'member') as Role;
  return {
    email: wordOf(form, 'email'),
    is_admin: isTicked(form, 'admin'),
    ...(slug ? { orgs: [{ slug, role }] } : {}),
  };
}
