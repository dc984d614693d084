// freshet deliver: brings what was synced to its hosts.
import { Command } from 'commander';
import { answer, openApi, type Schemas } from '../api/client';
import { findDeliveries, namedHosts, requireHosts } from '../api/deliveries';
import { nameOf } from '../api/repos';
import { jsonOption, several, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { type DeliveryRun, followDeliveryRun } from '../follow-delivery-run';
import { note, say, sayJson, tellError } from '../terminal/say';

interface Options {
  target: string[];
  force?: true;
  wait?: true;
  follow?: string;
  cancel?: string;
  json?: true;
}

export function deliverCommand(): Command {
  const command = new Command('deliver')
    .description('bring a repository to its hosts')
    .argument('[repo]', 'org/name: all its deliveries; or the id of one delivery')
    .option('--target <host>', 'to this host alone; may be repeated', several, [])
    .option('--force', 'send again what is already there')
    .option('--wait', 'wait until it has ended: a line for each host; the exit code says whether all have it')
    .option('--follow <run>', 'wait for the end of a delivery run')
    .option('--cancel <run>', 'cancel a delivery run')
    .addOption(jsonOption())
    .action(deliver);
  return withExamples(command, [
    ['freshet deliver ops/config --wait', 'to all its hosts'],
    ['freshet deliver ops/config --target web1 --force', 'to one, also what it has'],
    ['freshet sync ops/config --wait && freshet deliver ops/config --wait', 'the newest'],
  ]);
}

async function deliver(what: string | undefined, options: Options): Promise<void> {
  if ([what, options.follow, options.cancel].filter(Boolean).length !== 1) {
    throw new CliError(EXIT.usage, 'Say what to deliver, or --follow or --cancel with a run.');
  }
  const api = openApi();
  const json = options.json === true;
  if (options.follow) {
    await followDeliveryRun(api, options.follow, { json });
    return;
  }
  if (options.cancel) {
    const params = { path: { id: options.cancel } };
    const run = await answer(api, api.client.POST('/api/v1/delivery-runs/{id}/cancel', { params }));
    return json ? sayJson(run) : say(`${run.id}  ${run.status}`);
  }
  const runs: DeliveryRun[] = [];
  // One that is refused holds none of the others, and hides none that has begun.
  const refused: unknown[] = [];
  for (const delivery of await deliveriesFor(what ?? '', options.target, api)) {
    const hosts = options.target.length > 0 ? namedHosts(delivery, options.target) : [];
    const body: Schemas['RunDelivery'] = {
      ...(hosts.length > 0 ? { target_ids: hosts.map((host) => host.target_id) } : {}),
      ...(options.force ? { force: true } : {}),
    };
    try {
      const params = { path: { id: delivery.id } };
      runs.push(await answer(api, api.client.POST('/api/v1/deliveries/{id}/run', { params, body })));
    } catch (error) {
      refused.push(error);
    }
  }
  // Whoever reads only the first lines must not take the rest for good: it is not, until all have ended.
  const before = process.exitCode;
  if (options.wait || refused.length > 0) process.exitCode = EXIT.failed;
  let isGood = refused.length === 0;
  for (const run of runs) {
    if (options.wait) isGood = (await followDeliveryRun(api, run.id, { json })) && isGood;
    else if (json) sayJson(run);
    else say(nameOf(run.repo), '  ', { text: run.status, colour: 'cyan' }, `  ${run.id}`);
  }
  if (isGood) process.exitCode = before;
  for (const error of refused.slice(1)) if (error instanceof CliError) tellError(error.message);
  if (refused.length > 0) throw refused[0];
}

/** Of a repository with several, those that are enabled and, where hosts are named, have one of them. */
async function deliveriesFor(what: string, targets: readonly string[], api: ReturnType<typeof openApi>) {
  const found = await findDeliveries(api, what);
  requireHosts(found, targets);
  if (found.length === 1) return found;
  const wanted = found.filter(
    (delivery) => delivery.is_enabled && (targets.length === 0 || namedHosts(delivery, targets).length > 0),
  );
  if (wanted.length === 0) note('None of its deliveries is enabled and has these hosts.');
  if (wanted.length === 0) process.exitCode = EXIT.notFound;
  return wanted;
}
