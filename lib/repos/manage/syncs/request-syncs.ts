// Asks for a sync of several repositories, with an outcome for each.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { orgs, repos } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError, toAppError } from '@/lib/errors';
import { requestSync } from '@/lib/sync/request/request-sync';
import { selectRepos } from '../../repo';
import { visibleTo } from '../../visible-repo';
import { repoName } from '../repo-settings';

export const syncManySchema = z
  .strictObject({ ids: z.array(z.string().max(100)).min(1).max(500).optional(), org: repoName.optional() })
  .refine((input) => (input.ids === undefined) !== (input.org === undefined), 'Give either ids or org.')
  .meta({ id: 'SyncMany' });

export const syncOutcomeSchema = z
  .object({
    repo_id: z.string(),
    outcome: z.enum(['started', 'refused']),
    run_id: z.uuid().nullable(),
    code: z.string().nullable().meta({ description: 'Why it was refused: not_found, conflict, invalid …' }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'SyncOutcome' });
export type SyncOutcome = z.infer<typeof syncOutcomeSchema>;

/**
 * Starts a run for each. Throws `unauthenticated`, `forbidden`, and `not_found` if the organisation has no repository
 * that the caller may see; all else is an outcome.
 */
export async function requestSyncs(
  ctx: Context,
  input: z.infer<typeof syncManySchema>,
  options: { trigger: 'manual' | 'api' },
): Promise<SyncOutcome[]> {
  requireWriter(ctx);
  const ids = input.ids ?? (await idsOfOrg(ctx, input.org ?? ''));
  const outcomes: SyncOutcome[] = [];
  for (const id of new Set(ids)) outcomes.push(await one(ctx, id, options));
  return outcomes;
}

async function one(ctx: Context, id: string, options: { trigger: 'manual' | 'api' }): Promise<SyncOutcome> {
  try {
    const { runId } = await requestSync(ctx, id, options);
    return { repo_id: id, outcome: 'started', run_id: runId, code: null, detail: null };
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal') ctx.log.error({ err: known, repo: id }, 'a sync could not be requested');
    return { repo_id: id, outcome: 'refused', run_id: null, code: known.code, detail: known.message };
  }
}

async function idsOfOrg(ctx: Context, org: string): Promise<string[]> {
  const rows = await selectRepos(ctx)
    .where(and(eq(sql`lower(${orgs.name})`, org.toLowerCase()), visibleTo(ctx)))
    .orderBy(repos.name);
  if (rows.length === 0) throw new AppError('not_found', `There is no organisation ${org} with repositories here.`);
  return rows.map((row) => row.id);
}
