// A reader that never stops: every file is seen in its old or its new state, and never missing.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app';
import { type Added, untilIdle } from './sync-latency';

export interface ReaderReport {
  syncs: number;
  polls: number;
  /** Polls that found fewer files than are there; zero is the only good answer. */
  missing: number;
  /** Polls that saw some files of a push and not the others; zero is the only good answer. */
  mixed: number;
}

/** Syncs `syncs` pushes, each of which changes the same `files` files, while a reader polls search. */
export async function pollDuringSyncs(app: App, repo: Added, files: number, syncs: number): Promise<ReaderReport> {
  const word = `steady${randomBytes(6).toString('hex')}`;
  const sync = async () => {
    await app.api('POST', `/api/v1/repos/${repo.id}/sync?wait=60`);
    await untilIdle(app, repo.id);
  };
  await repo.upstream.push(files, word, 0);
  await sync();
  let round = 0;
  let isOver = false;
  const report: ReaderReport = { syncs, polls: 0, missing: 0, mixed: 0 };
  const reader = (async () => {
    while (!isOver) {
      const all = await app.api<Answer>('GET', `/api/v1/search?q=${word}&limit=100`);
      const fresh = await app.api<Answer>('GET', `/api/v1/search?q=${word}round${round}&limit=100`);
      report.polls += 2;
      if (all.results.length !== files) report.missing++;
      if (![0, files].includes(fresh.results.length)) report.mixed++;
      await sleep(2);
    }
  })();
  for (let i = 1; i <= syncs; i++) {
    await repo.upstream.push(files, `${word}round${i}`, 0);
    round = i;
    await sync();
  }
  isOver = true;
  await reader;
  return report;
}

interface Answer {
  results: unknown[];
}
