// What a sync of a connection would do now, and does not.
import { z } from 'zod';
import { changeSchema } from '@/lib/connections/connection-run';
import { openConnection } from '@/lib/connections/open-connection';
import { planChanges } from '@/lib/connections/plan/plan-changes';
import { visibleConnection } from '@/lib/connections/visible-connection';
import { type Context, requireWriter } from '@/lib/context';
import { readLinks } from './read-links';

/** Somebody waits for it. */
const PREVIEW_MS = 120_000;

export const previewSchema = z
  .object({
    listed: z.int().nonnegative().meta({ description: 'Repositories that the host lists.' }),
    left_out: z.int().nonnegative().meta({ description: 'Those of them that the connection does not take.' }),
    changes: z.array(changeSchema),
    note: z.string().nullable().meta({ description: 'Why nothing is taken for vanished; null if the list is whole.' }),
  })
  .meta({ id: 'ConnectionPreview' });
export type Preview = z.infer<typeof previewSchema>;

/** Throws `unauthenticated`, `forbidden`, `not_found`, and what asking the host throws. */
export async function previewConnection(ctx: Context, id: string): Promise<Preview> {
  requireWriter(ctx);
  const connection = await visibleConnection(ctx, id);
  const host = await openConnection(ctx, connection, AbortSignal.timeout(PREVIEW_MS));
  const listing = await host.list();
  const { changes, leftOut, note } = planChanges(listing, await readLinks(ctx, id), connection, new Date());
  return {
    listed: listing.repos.length,
    left_out: leftOut,
    changes: changes.map(({ kind, path, link, detail }) => ({
      kind,
      path,
      repo_id: link?.repo?.id ?? null,
      detail: detail ?? null,
    })),
    note,
  };
}
