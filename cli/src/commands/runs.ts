// freshet runs: what was synced, when, and how it ended; one run, followed; runs cancelled and tried again.
import { Command, Option } from 'commander';
import { answer, openApi } from '../api/client';
import { allOf, eachOf } from '../api/pages';
import { findRepo, nameOf } from '../api/repos';
import { jsonOption, wholeNumber, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { followRuns } from '../follow-run';
import type { Colour } from '../terminal/colour';
import { note, say, sayJson } from '../terminal/say';
import { writeTable } from '../terminal/table';
import { ago } from '../terminal/times';

const STATUSES = [
  'queued',
  'running',
  'succeeded',
  'unchanged',
  'failed',
  'cancelled',
  'open',
  'waiting',
  'notable',
] as const;

interface Options {
  status?: (typeof STATUSES)[number];
  org?: string;
  limit: number;
  json?: true;
  follow?: string;
  cancel?: string;
  retry?: string;
}

export function runsCommand(): Command {
  const command = new Command('runs')
    .description('list runs, follow one, cancel or retry one')
    .argument('[repo]', 'of this repository alone')
    .addOption(new Option('--status <status>', 'only those').choices(STATUSES))
    .option('--org <name>', 'of this organisation alone')
    .option('--limit <n>', 'how many', wholeNumber(1, 10_000), 20)
    .option('--follow <run>', 'wait for the end of one run')
    .option('--cancel <run>', 'cancel one run')
    .option('--retry <run>', 'try a failed run again')
    .addOption(jsonOption())
    .action(runs);
  return withExamples(command, [
    ['freshet runs', 'the last twenty'],
    ['freshet runs acme/rivers --status failed', 'those of one repository that failed'],
    ['freshet runs --follow 0198c1c2-…', 'wait for one'],
  ]);
}

const COLOURS: Record<string, Colour> = {
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  running: 'cyan',
  queued: 'cyan',
};

async function runs(repo: string | undefined, options: Options): Promise<void> {
  const { follow, cancel, retry, json } = options;
  if ([follow, cancel, retry].filter(Boolean).length > 1)
    throw new CliError(EXIT.usage, 'Say one of --follow, --cancel and --retry.');
  const api = openApi();
  if (follow) {
    const run = await answer(api, api.client.GET('/api/v1/runs/{id}', { params: { path: { id: follow } } }));
    return await followRuns(api, [{ id: follow, name: nameOf(await findRepo(api, run.repo_id)) }], json === true);
  }
  const one = cancel ?? retry;
  if (one) {
    const params = { params: { path: { id: one } } };
    const changed = await answer(
      api,
      cancel ? api.client.POST('/api/v1/runs/{id}/cancel', params) : api.client.POST('/api/v1/runs/{id}/retry', params),
    );
    return json ? sayJson(changed) : say(`${changed.id}  ${changed.status}`);
  }
  const filter = {
    ...(repo ? { repo: (await findRepo(api, repo)).id } : {}),
    ...(options.status ? { status: options.status } : {}),
    ...(options.org ? { org: options.org } : {}),
    limit: Math.min(options.limit, 100),
  };
  const all = await allOf(
    eachOf(async (cursor) => {
      const query = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
      const page = await answer(api, api.client.GET('/api/v1/runs', { params: { query } }));
      return { items: page.items, next: page.next_cursor };
    }, options.limit),
  );
  if (json) return sayJson(all);
  writeTable(
    ['RUN', 'REPOSITORY', 'STATUS', 'BY', 'WHEN', 'WHAT'],
    all.map((run) => [
      run.id,
      run.repo,
      { text: run.status, ...(COLOURS[run.status] ? { colour: COLOURS[run.status] } : {}) },
      run.trigger,
      ago(run.ended_at ?? run.started_at ?? run.created_at),
      run.error ??
        run.note ??
        (run.status === 'succeeded'
          ? `+${run.files_added} ~${run.files_changed} -${run.files_removed}`
          : (run.stage ?? '')),
    ]),
  );
  if (all.length === 0) note('No run is like that.');
}
