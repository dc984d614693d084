// Runs functions on the embedded engine for tests, with short leases and polls.
import { randomUUID } from 'node:crypto';
import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import { vi } from 'vitest';
import { isNativeTest, type TestDatabase } from '@/db/testing';
import { log } from '@/lib/log';
import { inngest } from '../client';
import { startRunner } from './start-runner';

export interface RunRow {
  id: string;
  function_id: string;
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  attempt: number;
  output: unknown;
  steps: { name: string; state: string; position: number | null; attempt: number; output: unknown }[];
}

export interface TestEngine {
  /** Sends an event under an id of its own unless one is given. */
  send: (name: string, data?: Record<string, unknown>, id?: string) => Promise<void>;
  runs: (functionId?: string) => Promise<RunRow[]>;
  /** Waits until `count` runs of the function have ended, and returns all of its runs. */
  ended: (functionId: string, count?: number) => Promise<RunRow[]>;
  stop: (graceMs?: number) => Promise<void>;
}

/** Starts the engine on a test database. */
export async function startTestEngine(
  database: TestDatabase,
  functions: InngestFunction.Any[],
  options: { leaseMs?: number; pollMs?: number; maxActive?: number } = {},
): Promise<TestEngine> {
  const sql = database.db.$client;
  const runner = await startRunner({
    sql,
    log,
    handler: serve({ client: inngest, functions }),
    isNative: isNativeTest(),
    pollMs: 200,
    ...options,
  });
  const runs = async (functionId?: string): Promise<RunRow[]> => {
    const rows = await sql<(Omit<RunRow, 'output' | 'steps'> & { output: string | null; steps: string | null })[]>`
      select r.id, r.function_id, r.status, r.attempt, r.output, (
        select json_agg(json_build_object('name', s.name, 'state', s.state, 'position', s.position,
          'attempt', s.attempt, 'output', s.output) order by s.position)::text
        from engine_steps s where s.run_id = r.id) as steps
      from engine_runs r where ${functionId ?? null}::text is null or r.function_id = ${`freshet-${functionId}`}
      order by r.created_at, r.id`;
    return rows.map((row) => ({
      ...row,
      output: JSON.parse(row.output ?? 'null') as unknown,
      steps: (JSON.parse(row.steps ?? '[]') as (RunRow['steps'][number] & { output: string | null })[]).map((step) => ({
        ...step,
        output: JSON.parse(step.output ?? 'null') as unknown,
      })),
    }));
  };
  return {
    send: (name, data = {}, id = randomUUID()) => runner.send({ id, name, data, ts: Date.now() }),
    runs,
    ended: async (functionId, count = 1) =>
      await vi.waitFor(
        async () => {
          const rows = await runs(functionId);
          const ended = rows.filter((row) => !['queued', 'running'].includes(row.status));
          if (ended.length < count) throw new Error(`${ended.length} of ${count} ended: ${JSON.stringify(rows)}`);
          return rows;
        },
        { timeout: 120_000, interval: 20 },
      ),
    stop: (graceMs = 2_000) => runner.stop(graceMs),
  };
}
