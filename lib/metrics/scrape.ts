// Everything that is measured, as Prometheus reads it; also while the database is away.
import { Gauge, Registry } from 'prom-client';
import type { Db } from '@/db/client';
import { instruments } from '@/lib/instruments';
import { unhurried } from '@/lib/status/unhurried';
import { databaseMetrics } from './database-metrics';
import { readSnapshot, type Snapshot } from './read-snapshot';

/** A scrape waits this long for the database, which may be busy; Prometheus itself waits ten seconds. */
const WAIT_MS = 2000;
/** A database that does not answer for this long is away. */
const PATIENCE_MS = 30_000;

type Kept = Snapshot & { takenAt: number };
const asks = new WeakMap<Db, ReturnType<typeof unhurried<Kept>>>();

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** The text of one scrape. The caller decides who may read it. */
export async function scrape(db: Db, version: string): Promise<string> {
  const { registry } = instruments();
  const answer = await askOf(db)(async () => ({ ...(await readSnapshot(db)), takenAt: Date.now() }));
  const snapshot = answer.wasAnswered && !answer.isStuck ? answer.value : null;
  const own = new Registry();
  const info = { name: 'freshet_info', help: 'The version that runs.', labelNames: ['version'], registers: [own] };
  new Gauge(info).set({ version }, 1);
  const up = { name: 'freshet_database_up', help: '1 while the database answers.', registers: [own] };
  new Gauge(up).set(snapshot ? 1 : 0);
  if (!snapshot) return await Registry.merge([own, registry]).metrics();
  const age = { name: 'freshet_snapshot_age_seconds', help: 'How old what is read from the database is.' };
  new Gauge({ ...age, registers: [own] }).set((Date.now() - snapshot.takenAt) / 1000);
  const parts = await Promise.all([own, databaseMetrics(snapshot), registry].map((part) => part.metrics()));
  return parts.join('\n');
}

function askOf(db: Db) {
  const known = asks.get(db);
  if (known) return known;
  const made = unhurried<Kept>({ firstWaitMs: WAIT_MS, waitMs: WAIT_MS, patienceMs: PATIENCE_MS });
  asks.set(db, made);
  return made;
}
