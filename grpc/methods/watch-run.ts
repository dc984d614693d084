import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { numbersOf } from '@/lib/repos/numbers';
import { getRun } from '@/lib/runs/get-run';
import { watchRun as follow } from '@/lib/runs/watch-run';
import type { Asked } from '../handle';
import { text, toRunMessage } from '../messages';
import type { RunEvent } from '../types/freshet/v1/RunEvent';

/** After so long without news it is looked whether the caller may still see the run. */
const QUIET_MS = 15_000;

export const watchRequest = z.object({ run_id: text(100).min(1, 'names no run'), after: text(200) });

/** Throws `not_found`, also in the middle: of a repository that was deleted or hidden. */
export async function* watchRun(asked: Asked<z.infer<typeof watchRequest>>): AsyncGenerator<RunEvent> {
  const { ctx, request, signal, actorNow } = asked;
  const { repo_id: repoId } = await getRun(ctx, request.run_id);
  const number = (await numbersOf(ctx, [repoId])).get(repoId)?.number ?? 0;
  const after = request.after ? { after: request.after } : {};
  for await (const event of follow(ctx, request.run_id, { ...after, signal, quietMs: QUIET_MS, actorNow })) {
    if (event.kind === 'gone') throw new AppError('not_found', 'This run is no longer there: its repository is gone.');
    if (event.kind === 'quiet') continue;
    yield { kind: event.kind, run: toRunMessage(event.run, number), position: event.id };
  }
}
