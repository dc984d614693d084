// How long from pressing Sync until a push is searchable, and what an unchanged sync costs over asking upstream.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app';
import { percentile, timed } from './statistics';
import { git, type Upstream } from './upstream';

interface SearchAnswer {
  count: number;
  results: { commit: string }[];
}

export interface Added {
  id: string;
  url: string;
  upstream: Upstream;
}

/** Milliseconds from the sync request until `files` pushed files are all found, `rounds` times. */
export async function changedSync(app: App, repo: Added, files: number, rounds: number): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const word = `bench${randomBytes(8).toString('hex')}`;
    await repo.upstream.push(files, `${word} = ${i};`);
    samples.push(
      await timed(async () => {
        await app.api('POST', `/api/v1/repos/${repo.id}/sync`);
        for (;;) {
          const found = await app.api<SearchAnswer>('GET', `/api/v1/search?q=${word}&limit=1`);
          if (found.count >= files) return;
          await sleep(5);
        }
      }),
    );
    await untilIdle(app, repo.id);
  }
  return samples;
}

/** Milliseconds of an unchanged sync that is waited for, and of a bare `git ls-remote` of the same URL, in turn. */
export async function unchangedSync(
  app: App,
  repo: Added,
  rounds: number,
): Promise<{ sync: number[]; bare: number[] }> {
  const sync: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < rounds; i++) {
    bare.push(await timed(() => git('.', ['ls-remote', repo.url])));
    sync.push(await timed(() => app.api('POST', `/api/v1/repos/${repo.id}/sync?wait=30`)));
    await untilIdle(app, repo.id);
  }
  return { sync, bare };
}

/** Waits until no run holds the repository; throws if it ended in an error. */
export async function untilIdle(app: App, id: string): Promise<void> {
  for (;;) {
    const repo = await app.api<{ status: string; error: string | null; active_run_id: string | null }>(
      'GET',
      `/api/v1/repos/${id}`,
    );
    if (repo.status === 'error') throw new Error(`Sync failed: ${repo.error}`);
    if (repo.status === 'ready' && repo.active_run_id === null) return;
    await sleep(50);
  }
}

/** One table row of p50 and p95 in milliseconds. */
export function row(label: string, samples: readonly number[]): string {
  return `| ${label} | ${percentile(samples, 50).toFixed(0)} | ${percentile(samples, 95).toFixed(0)} | ${samples.length} |`;
}
