// Waits for runs by their events, and says how each ended.
import { type Api, answer, type Schemas } from './api/client';
import { follow } from './api/follow';
import { EXIT } from './errors';
import { clearProgress, showProgress } from './terminal/progress';
import { say, sayJson } from './terminal/say';
import { counted, shortId } from './terminal/times';

/** What of a run is told. */
export type Run = Omit<Schemas['Run'], 'stage_times' | 'attempt_history'>;

/** How many are watched at once: a caller has so many streams and no more. */
const AT_ONCE = 4;

/** Resolves when all have ended; the exit code says whether one failed. Each is told as it ends. */
export async function followRuns(
  api: Api,
  runs: readonly { id: string; name: string }[],
  json: boolean,
): Promise<void> {
  const waiting = [...runs];
  // Whoever reads only the first lines must not take the rest for good: it is not, until all have ended.
  const before = process.exitCode;
  process.exitCode = EXIT.failed;
  let done = 0;
  let failed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { id, name } = next;
      const place = runs.length > 1 ? `[${done}/${runs.length}] ` : '';
      const run = await followRun(api, id, (now) => showProgress(`${place}${name}: ${stateOf(now)}`));
      done += 1;
      clearProgress();
      if (json) sayJson({ repo: name, run });
      else tellEnd(name, run);
      if (run.status === 'failed' || run.status === 'cancelled') failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, runs.length) }, work));
  process.exitCode = failed > 0 ? EXIT.failed : before;
}

/** Follows one run to its end. Throws CliError if it is gone, or if the server does not answer any more. */
export async function followRun(api: Api, id: string, onStep: (run: Run) => void): Promise<Run> {
  const path = { id };
  return await follow<Run>(api, {
    read: () => answer(api, api.client.GET('/api/v1/runs/{id}', { params: { path } })),
    open: (stream, last) =>
      stream.client.GET('/api/v1/runs/{id}/events', {
        params: { path, header: last === null ? {} : { 'last-event-id': last } },
        parseAs: 'stream',
      }),
    isOver: (run) => run.status !== 'queued' && run.status !== 'running',
    onStep,
  });
}

function stateOf(run: Run): string {
  const { done, total, unit } = run.progress;
  const amount = total ? `${Math.floor((100 * done) / total)} % of ${total}` : done ? String(done) : '';
  return [run.status === 'queued' ? 'waits' : (run.stage ?? 'begins'), amount, amount ? (unit ?? '') : '']
    .filter(Boolean)
    .join(' ');
}

function tellEnd(name: string, run: Run): void {
  const isGood = run.status === 'succeeded' || run.status === 'unchanged';
  const status = { text: run.status, colour: isGood ? ('green' as const) : ('red' as const) };
  say(name, '  ', status, `  ${run.error ?? run.note ?? changesOf(run)}`.trimEnd());
}

function changesOf(run: Run): string {
  if (run.status !== 'succeeded') return run.new_head ? `at ${shortId(run.new_head)}` : '';
  const files = `+${run.files_added} ~${run.files_changed} -${run.files_removed} files`;
  return `${shortId(run.old_head)}..${shortId(run.new_head)}, ${counted(run.commits_synced, 'commit')}, ${files}`;
}
