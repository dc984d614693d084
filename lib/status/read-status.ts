// Everything that the status page shows and the API answers.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { freshnessSchema, readFreshness } from './read-freshness';
import { readRunsOverTime, runsAtSchema } from './read-runs-over-time';
import { readSearchableTime, searchableTimeSchema } from './read-searchable-time';
import { worstRepoSchema, worstRepos } from './worst-repos';

export const statusSchema = z
  .object({
    freshness: freshnessSchema,
    worst: z.array(worstRepoSchema).meta({ description: 'The ten that need attention most.' }),
    runs: z.object({ by_hour: z.array(runsAtSchema), by_day: z.array(runsAtSchema) }),
    request_to_searchable: searchableTimeSchema,
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof statusSchema>;

/** Throws `unauthenticated`. */
export async function readStatus(ctx: Pick<Context, 'actor' | 'db'>): Promise<Status> {
  const [freshness, worst, byHour, byDay, searchable] = await Promise.all([
    readFreshness(ctx),
    worstRepos(ctx),
    readRunsOverTime(ctx, 'hour'),
    readRunsOverTime(ctx, 'day'),
    readSearchableTime(ctx),
  ]);
  return { freshness, worst, runs: { by_hour: byHour, by_day: byDay }, request_to_searchable: searchable };
}
