// The one shape of a member that the API and the pages share.
import { z } from 'zod';
import { ROLES } from '@/lib/access/roles';

export const orgMemberSchema = z
  .object({
    person_id: z.uuid(),
    name: z.string().nullable(),
    email: z.string(),
    role: z.enum(ROLES),
    added_at: z.iso.datetime(),
  })
  .meta({ id: 'OrgMember' });
export type OrgMember = z.infer<typeof orgMemberSchema>;

export const memberRoleSchema = z.strictObject({ role: z.enum(ROLES) }).meta({ id: 'MemberRole' });

export const newMemberSchema = z
  .strictObject({
    email: z.string().trim().min(1).max(254).meta({ description: 'Of somebody who has an account here.' }),
    role: z.enum(ROLES),
  })
  .meta({ id: 'NewMember' });
