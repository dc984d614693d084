// The progress of a real clone, read as a browser reads it: it only grows, and a new attempt says that it is one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '@/e2e/servers/git/git-http';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { type Run, runSchema } from '@/lib/runs/run';
import type { call as callRoute } from './_testing';

const FILES = 3000;

let world: World;
let call: typeof callRoute;

beforeAll(async () => {
  // The upstream is mended before the next attempt, also on a busy machine.
  world = await startWorld({ FRESHET_RETRY_SECONDS: '5' });
  // Routes read the environment when they are loaded: not before the world has set it.
  ({ call } = await import('./_testing'));
  const { provideSurroundings } = await import('@/app/_http/context');
  provideSurroundings(world.as({ kind: 'system' }));
});
afterAll(() => world?.close());

interface Told {
  event: string;
  id: string;
  run: Run;
}

/** What one connection tells, until it ends or `most` events have come; `told` has it as it comes. */
async function listen(
  runId: string,
  { told = [], ...options }: { lastEventId?: string; most?: number; told?: Told[] } = {},
): Promise<Told[]> {
  const gone = new AbortController();
  const response = await call('GET', `/api/v1/runs/${runId}/events`, {
    headers: options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId },
    signal: gone.signal,
  });
  if (response.status === 204) return [];
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString('utf8');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      text = text.slice(end + 2);
      if (fields.event) {
        told.push({ event: fields.event, id: fields.id ?? '', run: runSchema.parse(JSON.parse(fields.data ?? '')) });
      }
    }
    if (told.length >= (options.most ?? Number.POSITIVE_INFINITY)) break;
  }
  gone.abort();
  return told;
}

/** A browser whose connection is lost after every event, and which goes on with the id of the last. */
async function listenInPieces(runId: string, told: Told[]): Promise<Told[]> {
  for (;;) {
    const lastEventId = told.at(-1)?.id;
    const more = await listen(runId, { ...(lastEventId === undefined ? {} : { lastEventId }), most: 1 });
    told.push(...more);
    if (more.length === 0 || more.at(-1)?.event === 'end') return told;
  }
}

/** How many of git's counts were told in an attempt, one after the other. */
function countsTold(told: Told[], attempt: number): number {
  const counted = told.filter(
    ({ run }) => run.attempts === attempt && run.stage === 'fetch' && run.progress.total !== null,
  );
  return new Set(counted.map(({ run }) => run.progress.done)).size;
}

const STAGES = ['fetch', 'reset', 'plan', 'index', 'publish', 'embed'];
const stageOf = ({ run }: Told) => (run.stage === null ? -1 : STAGES.indexOf(run.stage));

const hasStageEnded = ({ run }: Told) => run.stage !== null && run.stage_times[run.stage]?.[1] != null;

function growsOnly(told: Told[]): void {
  for (const [i, next] of told.entries()) {
    const { done, total } = next.run.progress;
    if (total !== null) expect(done).toBeLessThanOrEqual(total);
    const before = told[i - 1];
    if (!before) continue;
    expect(next.id).not.toBe(before.id);
    expect(next.run.attempts).toBeGreaterThanOrEqual(before.run.attempts);
    if (next.run.attempts > before.run.attempts) continue;
    expect(stageOf(next)).toBeGreaterThanOrEqual(stageOf(before));
    if (stageOf(next) > stageOf(before)) continue;
    expect(done).toBeGreaterThanOrEqual(before.run.progress.done);
    const share = ({ run: { progress } }: Told) => (progress.total ? progress.done / progress.total : 0);
    expect(share(next)).toBeGreaterThanOrEqual(share(before));
    // Whole is told once, and again when the counts of the stage come after it and when it ends.
    const earlier = told[i - 2];
    const wasWhole = [before, earlier].every(
      (one) => one && one.run.attempts === next.run.attempts && stageOf(one) === stageOf(next) && share(one) === 1,
    );
    const isEnd = hasStageEnded(next) && !hasStageEnded(before);
    if (wasWhole && !isEnd && before.run.error === null) expect(next.run.error ?? next.event).not.toBe('progress');
  }
}

it('of a clone that fails in the middle and is tried again', async () => {
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, i) => [`d${i % 40}/f${i}.txt`, `${`word ${i * 7919}\n`.repeat(6 + (i % 5))}`]),
  );
  const git = await createRepo(world.upstreams, 'acme/long', files);
  const heard: [Told[], Told[]] = [[], []];
  const isTold = (attempt: number, counts: number) => heard.every((told) => countsTold(told, attempt) >= counts);
  const trickle = (attempt: number) => (isTold(attempt, 1) ? 3000 : 10_000);
  // However long that takes on this machine: both have heard of progress before it breaks off, and before it is over.
  const match: Fault['match'] = ({ method }) => method === 'POST';
  world.git.faults.push({ match, bytesPerSecond: () => trickle(1), isCut: () => isTold(1, 2) });
  const system = world.as({ kind: 'system' });
  const { id, active_run_id } = await addRepo(system, { url: `${world.git.url}/${git.name}`, is_public: true });
  const runId = active_run_id ?? '';
  const whole = listen(runId, { told: heard[0] });
  const pieces = listenInPieces(runId, heard[1]);
  await expect.poll(async () => (await world.runs(id))[0]?.error, { timeout: 200_000 }).toMatch(/broke off/);
  world.git.faults.splice(0, 1, { match, bytesPerSecond: () => (isTold(2, 2) ? undefined : trickle(2)) });

  for (const told of await Promise.all([whole, pieces])) {
    growsOnly(told);
    expect(told.at(-1)).toMatchObject({ event: 'end', run: { status: 'succeeded', attempts: 2, error: null } });
    expect(told.filter(({ event }) => event === 'end')).toHaveLength(1);
    const failed = told.findIndex(({ run }) => run.error !== null);
    const first = { number: 1, outcome: 'failed', error_kind: 'network' };
    expect(told[failed]?.run).toMatchObject({ attempts: 1, error_kind: 'network', attempt_history: [first] });
    expect(told.at(-1)?.run.attempt_history).toMatchObject([first, { number: 2, outcome: 'succeeded' }]);
    const again = told.slice(failed).find(({ run }) => run.error === null);
    expect(again?.run).toMatchObject({ attempts: 2, stage: 'fetch' });
    // It was really followed: in both attempts git's counts came one after the other.
    for (const attempt of [1, 2]) expect(countsTold(told, attempt), `attempt ${attempt}`).toBeGreaterThan(1);
    expect(
      told.filter(({ run }) => run.progress.unit === 'objects').every(({ run }) => run.progress.total! >= FILES),
    ).toBe(true);
  }
  expect(await world.settle(id)).toMatchObject({ status: 'ready', file_count: FILES });
});
