// What a check of a delivery's hosts answers.
import { z } from 'zod';
import { hostState } from '@/db/schema';

export const verifiedHostSchema = z
  .object({
    target: z.object({
      id: z.uuid(),
      name: z.string(),
      address: z.string().meta({ description: 'user@host:port' }),
    }),
    state: z.enum(hostState.enumValues).meta({
      description:
        'never: nothing was delivered. in_sync: it has what its branch or tag has now. behind, ahead, diverged: another ' +
        'commit. changed: by hand. interrupted: in the middle of a delivery in place. foreign: of another repository, or ' +
        'written by something else. unreachable: it could not be looked at. unknown: not looked at, for the reason given.',
    }),
    behind_by: z.int().nullable().meta({ description: 'Commits that it lacks.' }),
    ahead_by: z.int().nullable().meta({ description: 'Commits that it has beside those of its branch or tag.' }),
    seen_commit: z.string().nullable().meta({ description: 'The commit that it says it has.' }),
    commit: z.string().nullable().meta({ description: 'The commit that it should have.' }),
    state_text: z.string().nullable(),
    changed_files: z
      .array(z.string())
      .nullable()
      .meta({ description: 'The first hundred that differ; null unless the files were compared, now or before.' }),
    changed_count: z.int().nullable(),
    verified_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'VerifiedHost' });
export type VerifiedHost = z.infer<typeof verifiedHostSchema>;

export const verificationSchema = z
  .object({
    delivery_id: z.uuid(),
    hosts: z.array(verifiedHostSchema),
    in_sync: z.boolean().meta({ description: 'All of these hosts are, and there is at least one.' }),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof verificationSchema>;

export function verificationOf(deliveryId: string, hosts: VerifiedHost[]): Verification {
  return {
    delivery_id: deliveryId,
    hosts,
    in_sync: hosts.length > 0 && hosts.every(({ state }) => state === 'in_sync'),
  };
}
