// Queues functions by the clock: every process computes the same moments, and a moment's id counts once.
import { Cron } from 'croner';
import type { FunctionSpec } from './config';
import type { EngineEvent } from './expression';

export interface Tick {
  spec: FunctionSpec;
  /** Milliseconds since the epoch. */
  at: number;
  event: EngineEvent;
}

interface Schedule {
  spec: FunctionSpec;
  expression: string;
  cron: Cron;
}

/** Reads the functions' cron expressions. Throws an Error that names the function if one cannot be read. */
export function readSchedules(specs: FunctionSpec[]): Schedule[] {
  return specs.flatMap((spec) =>
    spec.crons.map((expression) => {
      const [, timezone, pattern] = /^(?:TZ=(\S+)\s+)?(.+)$/.exec(expression.trim()) ?? [];
      try {
        const cron = new Cron(pattern ?? '', { paused: true, timezone: timezone ?? 'UTC', mode: '5-part' });
        // A wrong time zone shows only here.
        cron.nextRun();
        return { spec, expression, cron };
      } catch (error) {
        throw new Error(`The function ${spec.id} has a cron expression that cannot be read: "${expression}".`, {
          cause: error,
        });
      }
    }),
  );
}

/** The next tick of each schedule after `after` (ms since the epoch). */
export function nextTicks(schedules: Schedule[], after: number): Tick[] {
  return schedules.flatMap(({ spec, expression, cron }) => {
    const next = cron.nextRun(new Date(after));
    if (!next) return [];
    const at = next.getTime();
    const event: EngineEvent = {
      id: `cron:${spec.id}:${expression}:${next.toISOString()}`,
      name: 'inngest/scheduled.timer',
      data: { cron: expression },
      ts: at,
    };
    return [{ spec, at, event }];
  });
}
