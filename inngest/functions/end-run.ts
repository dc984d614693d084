// The last word on a run that the engine gave up: the repository is free again and says why.
import { toAppError } from '@/lib/errors';
import { giveUpMigration } from '@/lib/sync/run/migration';
import { recordFailure } from '@/lib/sync/run/record-failure';
import { systemContext } from '../context';
import { syncRequested } from '../events';

/** Ends the run of a failed sync if its last stage could not do so itself (the database was away, say). */
export async function endRun({ event, error }: { event: { data: { event: unknown } }; error: Error }): Promise<void> {
  const { repo_id: repoId, run_id: runId } = syncRequested.parse(event.data.event);
  await giveUpMigration(systemContext(), runId);
  await recordFailure(systemContext(), { repoId, runId, failure: toAppError(error), retrySeconds: null });
}
