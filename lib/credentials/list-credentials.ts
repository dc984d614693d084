// The credentials that a caller may have repositories use: of one organisation, or of all.
import { eq } from 'drizzle-orm';
import { credentials } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleOrg } from '@/lib/orgs/visible-org';
import { type Credential, toCredential } from './credential';
import { visibleCredential, visibleCredentials } from './visible-credentials';

/** Throws `not_found` for an organisation that the caller may not see. */
export async function listCredentials(
  ctx: Pick<Context, 'actor' | 'db'>,
  { org }: { org?: string | undefined } = {},
): Promise<Credential[]> {
  const only = org === undefined ? undefined : await visibleOrg(ctx, org);
  return (await visibleCredentials(ctx, only && eq(credentials.orgId, only.id))).map(toCredential);
}

/** Throws `not_found` also for one that the caller may not see. */
export async function getCredential(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<Credential> {
  return toCredential(await visibleCredential(ctx, id));
}
