// Waits for the next tick of every cron and queues it.
import { randomUUID } from 'node:crypto';
import type { Logger } from '@/lib/log';
import type { FunctionSpec } from './config/config';
import { nextTicks, readSchedules } from './config/cron';
import type { Runner } from './runner';

/** A timer may be this early against the clock that ticks are computed from. */
const SLACK_MS = 50;
/** A change of the clock is noticed within this time. */
const LONGEST_MS = 60_000;

/** Starts the clock. Returns the function that stops it. */
export function startSchedules(
  specs: FunctionSpec[],
  options: { log: Logger },
  runner: Pick<Runner, 'tick'>,
): () => void {
  const schedules = readSchedules(specs);
  let timer: NodeJS.Timeout | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  const plan = (after: number) => {
    const ticks = nextTicks(schedules, after);
    const at = Math.min(...ticks.map((tick) => tick.at));
    if (!Number.isFinite(at)) return;
    timer = setTimeout(
      () => {
        if (Date.now() < at - SLACK_MS) return plan(Math.min(after, Date.now()));
        // After the clock was set back, moments come a second time, and their ids are taken already.
        const again = at <= highest ? `:${randomUUID()}` : '';
        highest = Math.max(highest, at);
        for (const tick of ticks.filter((candidate) => candidate.at === at)) {
          runner
            .tick(tick.spec, { ...tick.event, id: `${tick.event.id}${again}` })
            .catch((error) => options.log.error({ err: error }, 'a scheduled run is lost'));
        }
        plan(Math.max(at, Date.now() - 60_000));
      },
      Math.min(LONGEST_MS, Math.max(0, at - Date.now())),
    );
  };
  plan(Date.now());
  return () => clearTimeout(timer);
}
