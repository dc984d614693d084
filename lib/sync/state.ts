// A repository's status as a pure machine: which events exist and where each may lead. And which runs are open.
import type { RepoStatus, RunStage, RunStatus } from '@/db/schema';

export type SyncEvent = 'claim' | 'attempt' | 'finish' | 'fail';

const ACTIVE: readonly RepoStatus[] = ['cloning', 'indexing', 'embedding'];

const SOURCES: Record<SyncEvent, readonly RepoStatus[]> = {
  claim: ['pending', 'ready', 'error'],
  // A stage begins, or begins again after a failed attempt left `error`.
  attempt: [...ACTIVE, 'error'],
  finish: ACTIVE,
  fail: [...ACTIVE, 'error'],
};

/** The statuses of runs that have not ended. */
export const OPEN: readonly RunStatus[] = ['queued', 'running'];

/**
 * The lists as SQL, for `status in …`: literals, because the planner cannot tell from parameters that a partial index
 * fits.
 */
export const OPEN_SQL = literals(OPEN);
export const BUSY_SQL = literals(ACTIVE);
export const CLAIMABLE_SQL = literals(SOURCES.claim);

function literals(statuses: readonly string[]): string {
  return `(${statuses.map((status) => `'${status}'`).join(', ')})`;
}

/** The statuses from which `event` may happen. */
export function sourcesOf(event: SyncEvent): RepoStatus[] {
  return [...SOURCES[event]];
}

/** The status while `stage` runs; `isFirst` until something of the repository has been published. */
export function statusDuring(stage: RunStage, isFirst: boolean): RepoStatus {
  if (stage === 'embed') return 'embedding';
  return stage === 'fetch' && isFirst ? 'cloning' : 'indexing';
}

/** True while a run works on the repository; `error` with a run that waits for its retry is not busy. */
export function isBusy(status: RepoStatus): boolean {
  return ACTIVE.includes(status);
}
