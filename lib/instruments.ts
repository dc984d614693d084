// What this process counts and times: one set on globalThis, because Next loads instrumentation and routes as separate
// module instances. Counters begin at zero with each process, as Prometheus expects; what all processes share is read
// from the database at each scrape (read-snapshot.ts).
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { addShareMetrics } from './share-metrics';

export type Instruments = ReturnType<typeof makeInstruments>;

const holder = globalThis as typeof globalThis & { freshetInstruments?: Instruments };

/** The instruments of this process, made on first use. */
export function instruments(): Instruments {
  holder.freshetInstruments ??= makeInstruments();
  return holder.freshetInstruments;
}

/** Labels have few values each: never a name, an address or a path. */
function makeInstruments() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  addShareMetrics(registry);
  return {
    registry,
    runsEnded: new Counter({
      name: 'freshet_runs_ended_total',
      help: 'Runs that ended in this process, by how, by what asked for them, and by the kind of error.',
      labelNames: ['outcome', 'trigger', 'error_kind'],
      registers,
    }),
    runSeconds: new Histogram({
      name: 'freshet_run_duration_seconds',
      help: 'From the first stage of a run to its end, waits between attempts included.',
      labelNames: ['outcome'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800],
      registers,
    }),
    searchableSeconds: new Histogram({
      name: 'freshet_request_to_searchable_seconds',
      help: 'From the request of a run to the moment when its new tree was searchable.',
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60, 300, 1800],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'freshet_stage_duration_seconds',
      help: 'One attempt at a stage of a run.',
      labelNames: ['stage', 'outcome'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
      registers,
    }),
    webhooks: new Counter({
      name: 'freshet_webhook_deliveries_total',
      help: 'Webhooks by host and by what came of them; refused: not signed, replay: seen before.',
      labelNames: ['host', 'outcome'],
      registers,
    }),
    searchSeconds: new Histogram({
      name: 'freshet_search_duration_seconds',
      help: 'Searches by how they ended: ok, aborted, or the code of the error.',
      labelNames: ['outcome'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    gitStarted: new Counter({
      name: 'freshet_git_processes_started_total',
      help: 'Processes of git that were started.',
      labelNames: ['verb'],
      registers,
    }),
    gitFailed: new Counter({
      name: 'freshet_git_processes_failed_total',
      help: 'Processes of git that ended with a status other than 0; those that Freshet stopped are not among them.',
      labelNames: ['verb'],
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'freshet_http_request_duration_seconds',
      help: 'Answered requests by kind of route and class of status.',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  };
}
