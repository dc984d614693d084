// Reads one run by its id.
import { and, eq } from 'drizzle-orm';
import { syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { visibleTo } from '@/lib/repos/visible-repo';
import { type Run, selectRuns, toRun } from './run';

/** Throws `not_found` if there is none or the caller may not see its repository. */
export async function getRun(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<Run> {
  const [row] = isId(id)
    ? await selectRuns(ctx)
        .where(and(eq(syncRuns.id, id), visibleTo(ctx)))
        .limit(1)
    : [];
  if (!row) throw new AppError('not_found', 'There is no such run.');
  return toRun(row, ctx.actor);
}
