// How fast a repository becomes searchable for the first time, and how large it is then.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import type { App } from './app';
import { type Added, untilIdle } from './sync-latency';
import type { Upstream } from './upstream';

interface Run {
  started_at: string;
  published_at: string;
  ended_at: string;
  stage_times: Record<string, [number, number | null]>;
  chunks_embedded: number;
  chunks_reused: number;
}

export interface FirstIndex extends Added {
  /** From the end of the fetch until everything was searchable. */
  indexSeconds: number;
  /** Until the last vector was there. */
  totalSeconds: number;
  megabytesPerSecond: number;
  chunks: number;
}

/** Adds `upstream`, waits until it is searchable and embedded, and returns what that took. */
export async function firstIndex(app: App, upstream: Upstream, url: string): Promise<FirstIndex> {
  const added = await app.api<{ id: string }>('POST', '/api/v1/repos', { url, name: upstream.name, is_public: true });
  await untilIdle(app, added.id);
  const run = await firstRun(app, added.id);
  const planned = run.stage_times.plan?.[0] ?? 0;
  const published = run.stage_times.publish?.[1] ?? 0;
  const indexSeconds = (published - planned) / 1000;
  return {
    id: added.id,
    url,
    upstream,
    indexSeconds,
    totalSeconds: (Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000,
    megabytesPerSecond: upstream.bytes / 1e6 / indexSeconds,
    chunks: run.chunks_embedded + run.chunks_reused,
  };
}

/** The newest run of a repository. */
export async function lastRun(app: App, id: string): Promise<Run> {
  const { runs } = await app.api<{ runs: Run[] }>('GET', `/api/v1/repos/${id}/runs?limit=1`);
  return some(runs[0]);
}

/** The oldest run of a repository that was added just now: something else may have asked for another one since. */
async function firstRun(app: App, id: string): Promise<Run> {
  const { runs } = await app.api<{ runs: Run[] }>('GET', `/api/v1/repos/${id}/runs?limit=10`);
  return some(runs.at(-1));
}

function some(run: Run | undefined): Run {
  if (!run) throw new Error('The repository has no run.');
  return run;
}

/** Bytes of the database: tables, indexes and TOAST, without the write-ahead log. */
export async function databaseBytes(app: App, databaseUrl: string | undefined): Promise<number> {
  if (databaseUrl) {
    const sql = postgres(databaseUrl, { max: 1 });
    const [size] = await sql<{ bytes: string }[]>`select pg_database_size(current_database()) as bytes`;
    await sql.end();
    return Number(size?.bytes);
  }
  const folder =
    ['db', 'pgdata', 'database'].map((name) => path.join(app.dataDir, name)).find(existsSync) ?? app.dataDir;
  const out = execFileSync('du', ['-sb', '--exclude=pg_wal', folder], { encoding: 'utf8' });
  return Number(out.split('\t')[0]);
}
