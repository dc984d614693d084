// What everybody else feels while a large repository is indexed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app';
import { timed } from './statistics';

export interface LoadReport {
  health: number[];
  search: number[];
  failures: number;
  peakWebMegabytes: number;
}

/** Polls health and a search over other repositories until `work` is done. */
export async function measureDuring(app: App, query: string, work: () => Promise<unknown>): Promise<LoadReport> {
  const report: LoadReport = { health: [], search: [], failures: 0, peakWebMegabytes: 0 };
  let isOver = false;
  const poll = async (samples: number[], route: string) => {
    while (!isOver) {
      await timed(() => app.api('GET', route)).then(
        (ms) => samples.push(ms),
        () => report.failures++,
      );
      report.peakWebMegabytes = Math.max(report.peakWebMegabytes, app.webMegabytes());
      await sleep(100);
    }
  };
  const pollers = [
    poll(report.health, '/api/health'),
    poll(report.search, `/api/v1/search?q=${encodeURIComponent(query)}&limit=10`),
  ];
  await work().finally(() => {
    isOver = true;
  });
  await Promise.all(pollers);
  return report;
}
