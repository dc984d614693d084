// Tells the functions that listen for the end of runs, onFailure handlers above all; a crash in between repeats nothing.
import type { Sql } from 'postgres';
import type { FunctionSpec } from './config/config';
import type { EngineEvent } from './config/expression';
import { type EnqueueOptions, enqueue } from './enqueue';

type Ended = 'completed' | 'failed' | 'cancelled';

const NAMES: Record<Ended, string> = {
  completed: 'inngest/function.finished',
  failed: 'inngest/function.failed',
  cancelled: 'inngest/function.cancelled',
};
const STATUS: Record<Ended, string> = { completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' };

/** Whether any function listens for runs that end so. `finished` follows every end, as an Inngest server has it. */
export function listensFor(specs: FunctionSpec[], ended: Ended): boolean {
  const names = new Set([NAMES[ended], NAMES.completed]);
  return specs.some((spec) => spec.triggers.some((trigger) => names.has(trigger.event)));
}

/** Queues the listeners of every run that has ended since. Returns how many ends were told. */
export async function announceEnds(sql: Sql, options: EnqueueOptions): Promise<number> {
  const rows = await sql<{ id: string; function_id: string; status: Ended; events: string; output: string | null }[]>`
    select id, function_id, status, events, output from engine_runs where is_announcing order by ended_at limit 50`;
  for (const row of rows) {
    for (const event of endEvents(row)) await enqueue(sql, event, options);
    await sql`update engine_runs set is_announcing = false where id = ${row.id}`;
  }
  return rows.length;
}

function endEvents(row: {
  id: string;
  function_id: string;
  status: Ended;
  events: string;
  output: string | null;
}): EngineEvent[] {
  const events = JSON.parse(row.events) as EngineEvent[];
  const [event] = events;
  // Nobody is told of the end of a listener.
  if (!event || event.name.startsWith('inngest/function.')) return [];
  const output: unknown = JSON.parse(row.output ?? 'null');
  const data = {
    function_id: row.function_id,
    run_id: row.id,
    ...(row.status === 'completed' ? { result: output } : { error: output }),
    event,
    events,
    _inngest: { status: STATUS[row.status] },
  };
  const names = row.status === 'completed' ? [NAMES.completed] : [NAMES.completed, NAMES[row.status]];
  return names.map((name) => ({ id: `${row.id}:${name}`, name, data, ts: Date.now() }));
}
