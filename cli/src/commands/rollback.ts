// freshet rollback: makes an earlier release live again on a host.
import { Command } from 'commander';
import { type Api, answer, openApi, type Schemas } from '../api/client';
import { type Delivery, type DeliveryHost, findDeliveries, namedHosts, requireHosts } from '../api/deliveries';
import { nameOf } from '../api/repos';
import { jsonOption, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { followDeliveryRun } from '../follow-delivery-run';
import { say, sayJson } from '../terminal/say';
import { writeTable } from '../terminal/table';
import { ago, shortId } from '../terminal/times';

interface Options {
  target?: string;
  release?: string;
  list?: true;
  wait?: true;
  json?: true;
}

export function rollbackCommand(): Command {
  const command = new Command('rollback')
    .description('make an earlier release live again on a host')
    .argument('<repo>', 'org/name, or the id of a delivery')
    .option('--target <host>', 'which host; needed if there are several')
    .option('--release <name>', 'which release; by default the one before the live one')
    .option('--list', 'list the releases that are there')
    .option('--wait', 'wait until it is done')
    .addOption(jsonOption())
    .action(rollback);
  return withExamples(command, [
    ['freshet rollback ops/config --target web1 --wait', 'to what was live before'],
    ['freshet rollback ops/config --list', 'what there is'],
  ]);
}

async function rollback(what: string, options: Options): Promise<void> {
  const api = openApi();
  const found = await findDeliveries(api, what);
  const targets = options.target === undefined ? [] : [options.target];
  requireHosts(found, targets);
  if (options.list) return await list(api, found, targets, options.json === true);
  const places = found.flatMap((delivery) => namedHosts(delivery, targets).map((host) => ({ delivery, host })));
  const [place, ...others] = places;
  if (!place) throw new CliError(EXIT.notFound, 'This delivery has no host.');
  if (others.length > 0) {
    throw new CliError(
      EXIT.usage,
      `Say on which host, by --target, and name the delivery by its id if there are several: ${places.map(described).join(', ')}.`,
    );
  }
  const body: Schemas['RollBack'] = {
    target_id: place.host.target_id,
    ...(options.release ? { release: options.release } : {}),
  };
  const params = { path: { id: place.delivery.id } };
  const run = await answer(api, api.client.POST('/api/v1/deliveries/{id}/rollback', { params, body }));
  if (options.wait) {
    await followDeliveryRun(api, run.id, { json: options.json === true });
    return;
  }
  if (options.json) return sayJson(run);
  say(nameOf(run.repo), '  ', place.host.name, '  ', { text: run.status, colour: 'cyan' }, `  ${run.id}`);
}

const described = ({ delivery, host }: { delivery: Delivery; host: DeliveryHost }) => `${host.name} (${delivery.id})`;

async function list(api: Api, found: readonly Delivery[], targets: readonly string[], json: boolean): Promise<void> {
  const all = [];
  for (const delivery of found) {
    const { items } = await answer(
      api,
      api.client.GET('/api/v1/deliveries/{id}/releases', { params: { path: { id: delivery.id } } }),
    );
    for (const release of items) {
      const host = namedHosts(delivery, targets).find((one) => one.target_id === release.target_id);
      if (targets.length > 0 && !host) continue;
      all.push({ host: host?.name ?? release.target_id, ...release });
    }
  }
  if (json) return sayJson(all);
  writeTable(
    ['RELEASE', 'HOST', 'STATE', 'COMMIT', 'LIVE'],
    all.map((one) => [
      one.name,
      one.host,
      { text: one.state, ...(one.state === 'live' ? { colour: 'green' as const } : {}) },
      shortId(one.commit),
      ago(one.live_at),
    ]),
  );
}
