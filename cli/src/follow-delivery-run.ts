// Waits for a delivery run by its events, and says how it ended on each host.
import { type Api, answer, type Schemas } from './api/client';
import { follow } from './api/follow';
import { nameOf } from './api/repos';
import { EXIT } from './errors';
import type { Colour } from './terminal/colour';
import { clearProgress, showProgress } from './terminal/progress';
import { note, say, sayJson } from './terminal/say';
import { bytes, counted, shortId } from './terminal/times';

export type DeliveryRun = Schemas['DeliveryRun'];
type Outcome = Schemas['DeliveryOutcome'];

const GOOD = ['delivered', 'unchanged'];
export const isGood = (run: Pick<DeliveryRun, 'status'>): boolean => GOOD.includes(run.status);

/** Follows it to its end and tells it, a line for each host; the exit code and what it returns say whether every host has it. */
export async function followDeliveryRun(api: Api, id: string, options: { json: boolean }): Promise<boolean> {
  const path = { id };
  const run = await follow<DeliveryRun>(api, {
    read: () => answer(api, api.client.GET('/api/v1/delivery-runs/{id}', { params: { path } })),
    open: (stream, last) =>
      stream.client.GET('/api/v1/delivery-runs/{id}/events', {
        params: { path, header: last === null ? {} : { 'last-event-id': last } },
        parseAs: 'stream',
      }),
    isOver: ({ status }) => !['queued', 'waiting', 'running'].includes(status),
    onStep: (now) => showProgress(stateOf(now)),
  });
  clearProgress();
  if (!isGood(run)) process.exitCode = EXIT.failed;
  if (options.json) sayJson(run);
  else tellEnd(run);
  return isGood(run);
}

function stateOf(run: DeliveryRun): string {
  if (run.status === 'waiting') return `${nameOf(run.repo)}: waits for its source to come back`;
  const done = run.outcomes.filter(({ status }) => !['queued', 'sending', 'switching'].includes(status)).length;
  const going = run.outcomes.filter(({ status }) => status === 'sending' || status === 'switching');
  const each = going.map(({ target, status, progress_done: sent, progress_total: all }) =>
    status === 'sending' && all ? `${target.name} ${Math.floor((100 * sent) / all)} %` : `${target.name} ${status}`,
  );
  return `${nameOf(run.repo)}: ${done} of ${counted(run.outcomes.length, 'host')}${each.length ? `, ${each.join(', ')}` : ''}`;
}

function tellEnd(run: DeliveryRun): void {
  const name = nameOf(run.repo);
  for (const outcome of run.outcomes) {
    say(
      name,
      '  ',
      outcome.target.name,
      '  ',
      { text: outcome.status, colour: colourOf(outcome.status) },
      `  ${about(outcome)}`.trimEnd(),
    );
  }
  if (run.outcomes.length === 0 || run.error) {
    say(name, '  ', { text: run.status, colour: colourOf(run.status) }, `  ${run.error ?? shortId(run.commit)}`);
  }
  if (run.fallback_reason) note(`Delivered from what is here, since the source did not answer: ${run.fallback_reason}`);
  if (run.left_out?.length) note(`Not sent: ${run.left_out.join(', ')}`);
}

function about(outcome: Outcome): string {
  if (outcome.error) return outcome.error;
  if (outcome.status !== 'delivered') return '';
  return `${counted(outcome.files_sent, 'file')}, ${bytes(outcome.bytes_on_wire)} on the wire`;
}

function colourOf(status: string): Colour {
  if (GOOD.includes(status)) return 'green';
  return status === 'cancelled' || status === 'partial' ? 'yellow' : 'red';
}
