// How much of what callers share is taken, how many wait for it, and how many were refused.
import { Counter, Gauge, type Registry } from 'prom-client';
import { allShares } from './shares';

const KINDS = ['people', 'visitors'] as const;

/** Adds the metrics to `registry`; they are read when it is. */
export function addShareMetrics(registry: Registry): void {
  const labelNames = ['share', 'callers'] as const;
  const registers = [registry];
  const taken = new Gauge({
    name: 'freshet_share_taken',
    help: 'Places of a share that are taken now, by kind of caller.',
    labelNames,
    registers,
    collect: () => each((labels, state) => taken.set(labels, state.taken)),
  });
  const waiting = new Gauge({
    name: 'freshet_share_waiting',
    help: 'Callers’ requests and work that wait for a place of a share now.',
    labelNames,
    registers,
    collect: () => each((labels, state) => waiting.set(labels, state.waiting)),
  });
  const refused = new Counter({
    name: 'freshet_share_refused_total',
    help: 'Requests and work that were refused because too much of the caller’s waited already.',
    labelNames,
    registers,
    collect: () => {
      refused.reset();
      each((labels, state) => refused.inc(labels, state.refused));
    },
  });
}

function each(
  tell: (
    labels: { share: string; callers: string },
    state: { taken: number; waiting: number; refused: number },
  ) => void,
): void {
  for (const [share, fairShare] of allShares()) {
    for (const callers of KINDS) tell({ share, callers }, fairShare.state(callers));
  }
}
