// Puts the embedded engine together: configs, runner, clock, notifications and retention.
import type { Sql } from 'postgres';
import type { Logger } from '@/lib/log';
import type { EngineEvent } from './config/expression';
import { setEnginePort } from './engine-port';
import { NOTIFY_CHANNEL } from './enqueue';
import { prune } from './prune';
import { Runner, type RunnerOptions } from './runner';
import { startSchedules } from './schedule';
import type { Handler } from './steps/protocol';
import { syncFunctions } from './sync-functions';

export interface StartRunnerOptions extends Pick<RunnerOptions, 'isNative' | 'leaseMs' | 'pollMs' | 'maxActive'> {
  sql: Sql;
  log: Logger;
  handler: Handler;
}

export interface RunningEngine {
  send: (event: EngineEvent) => Promise<void>;
  stop: (graceMs: number) => Promise<void>;
}

const PRUNE_EVERY_MS = 600_000;

/** Starts the embedded engine of this process. Throws if a function asks for what it does not do. */
export async function startRunner(options: StartRunnerOptions): Promise<RunningEngine> {
  const specs = await syncFunctions(options.handler);
  const runner = new Runner({ ...options, specs });
  const stopSchedules = startSchedules(specs, options, runner);
  setEnginePort(runner);
  const listening = options.isNative
    ? await options.sql.listen(NOTIFY_CHANNEL, (payload) => runner.hear(payload))
    : null;
  const clean = () =>
    prune(options.sql, { known: specs.map((spec) => spec.id) }).catch((error) =>
      options.log.error({ err: error }, 'pruning failed'),
    );
  const pruning = setInterval(clean, PRUNE_EVERY_MS);
  await runner.start();
  void clean();
  return {
    send: (event) => runner.send(event),
    stop: async (graceMs) => {
      clearInterval(pruning);
      stopSchedules();
      await listening?.unlisten();
      await runner.stop(graceMs);
      setEnginePort(undefined);
    },
  };
}
