// freshet deliveries: what goes where, and how each host stands.
import { Command } from 'commander';
import { answer, openApi } from '../api/client';
import { findDeliveries, listDeliveries } from '../api/deliveries';
import { allOf, eachOf } from '../api/pages';
import { nameOf } from '../api/repos';
import { jsonOption, wholeNumber, withExamples } from '../command';
import { hostColour } from '../host-state';
import { note, sayJson } from '../terminal/say';
import { writeTable } from '../terminal/table';
import { ago, shortId } from '../terminal/times';

interface Options {
  org?: string;
  group?: string;
  runs?: string;
  limit: number;
  json?: true;
}

export function deliveriesCommand(): Command {
  const command = new Command('deliveries')
    .description('list deliveries and how their hosts stand')
    .argument('[repo]', 'of this repository alone; or the id of one delivery')
    .option('--org <name>', 'of this organisation alone')
    .option('--group <name>', 'to this group of hosts alone')
    .option('--runs <delivery>', 'list the runs of one delivery instead')
    .option('--limit <n>', 'how many runs', wholeNumber(1, 1000), 20)
    .addOption(jsonOption())
    .action(deliveries);
  return withExamples(command, [
    ['freshet deliveries', 'a line for each host'],
    ['freshet deliveries ops/config --json', 'of one repository, for a program'],
    ['freshet deliveries --runs 0198c1c2-…', 'what was delivered when'],
  ]);
}

async function deliveries(what: string | undefined, options: Options): Promise<void> {
  if (options.runs) return await runs(options.runs, options);
  const api = openApi();
  const filter = { ...(options.org ? { org: options.org } : {}), ...(options.group ? { group: options.group } : {}) };
  const all = what ? await findDeliveries(api, what) : await listDeliveries(api, filter);
  if (options.json) return sayJson(all);
  writeTable(
    ['DELIVERY', 'REPOSITORY', 'BRANCH', 'HOST', 'STATE', 'COMMIT', 'DELIVERED', 'WHAT'],
    all.flatMap((delivery) => {
      const name = [
        delivery.id,
        nameOf(delivery.repo) + (delivery.subfolder ? `/${delivery.subfolder}` : ''),
        delivery.ref ?? '(default)',
      ];
      if (delivery.hosts.length === 0) return [[...name, '-', 'no host', '-', '-', '']];
      return delivery.hosts.map((host) => [
        ...name,
        host.name,
        { text: host.state, ...hostColour(host.state) },
        shortId(host.commit),
        ago(host.delivered_at),
        host.state_text ?? (host.behind_by ? `${host.behind_by} behind` : ''),
      ]);
    }),
  );
  if (all.length === 0) note('Nothing is delivered anywhere yet.');
}

async function runs(text: string, options: Options): Promise<void> {
  const api = openApi();
  const all = [];
  for (const { id } of await findDeliveries(api, text)) {
    const pages = eachOf(async (cursor) => {
      const query = { limit: Math.min(options.limit, 100), ...(cursor === undefined ? {} : { cursor }) };
      const page = await answer(
        api,
        api.client.GET('/api/v1/deliveries/{id}/runs', { params: { path: { id }, query } }),
      );
      return { items: page.items, next: page.next_cursor };
    }, options.limit);
    all.push(...(await allOf(pages)));
  }
  if (options.json) return sayJson(all);
  writeTable(
    ['RUN', 'STATUS', 'BY', 'COMMIT', 'HOSTS', 'WHEN', 'WHAT'],
    all.map((run) => [
      run.id,
      { text: run.status, ...hostColour(run.status) },
      run.trigger,
      shortId(run.commit),
      `${run.outcomes.filter(({ status }) => status === 'delivered' || status === 'unchanged').length}/${run.outcomes.length}`,
      ago(run.ended_at ?? run.created_at),
      run.error ?? '',
    ]),
  );
}
