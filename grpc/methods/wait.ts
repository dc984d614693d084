// A call may wait for the end of the run that it starts, as ?wait= does over HTTP: it says so in its metadata.
import { AppError } from '@/lib/errors';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import type { Asked } from '../handle';

const KEY = 'freshet-wait-seconds';
const MOST_SECONDS = 600;

/** Seconds for which the caller waits; 0 if it does not. Throws `invalid`. */
export function waitSeconds({ metadata }: Pick<Asked<unknown>, 'metadata'>): number {
  const [given] = metadata.get(KEY);
  if (given === undefined) return 0;
  const seconds = Number(given);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MOST_SECONDS) return seconds;
  throw new AppError('invalid', `${KEY} in the metadata needs a whole number from 0 to ${MOST_SECONDS}.`);
}

/** Waits until run `runId` has ended, has failed an attempt, or the caller waits no longer. */
export async function waitFor({ ctx, signal }: Asked<unknown>, runId: string, seconds: number): Promise<void> {
  if (seconds > 0) await waitForRun(ctx, runId, seconds * 1000, signal);
}
