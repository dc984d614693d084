// freshet verify: what each host has, compared with what it should have; the exit code is for scripts.
import { Command } from 'commander';
import { type Api, answer, openApi, type Schemas } from '../api/client';
import { type Delivery, findDeliveries, listDeliveries, namedHosts, requireHosts } from '../api/deliveries';
import { nameOf } from '../api/repos';
import { jsonOption, several, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { hostColour } from '../host-state';
import { clearProgress, showProgress } from '../terminal/progress';
import { say, sayJson, tellError } from '../terminal/say';
import { shortId } from '../terminal/times';

type Verification = Schemas['Verification'];
type Host = Schemas['VerifiedHost'];

/** The server looks at hosts for ten minutes at most, and says nothing meanwhile. */
const SLOW = { quietMs: 660_000 };
/** Nobody could look: that is neither drift nor its absence. */
const UNSEEN: readonly Host['state'][] = ['unreachable', 'unknown'];

interface Options {
  all?: true;
  org?: string;
  group?: string;
  target: string[];
  deep?: true;
  json?: true;
}

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('compare what hosts have with what they should have')
    .argument('[repos...]', 'org/name: all its deliveries; or ids of deliveries')
    .option('--all', 'all that you may deliver')
    .option('--org <name>', 'all of this organisation')
    .option('--group <name>', 'the hosts of this group alone')
    .option('--target <host>', 'this host alone; may be repeated', several, [])
    .option('--deep', 'compare the files themselves as well, and name those that differ')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nEnds with 0 if all hosts are in sync, 6 if one differs, 1 if none does but one was not seen.',
    )
    .action(verify);
  return withExamples(command, [
    ['freshet verify ops/config', 'the hosts of one repository'],
    ['freshet verify --all > /dev/null || alert', 'for a script'],
    ['freshet verify ops/config --target web1 --deep', 'files that were changed by hand'],
  ]);
}

async function verify(names: string[], options: Options): Promise<void> {
  const isMany = Boolean(options.all || options.org || options.group);
  if (names.length === 0 && !isMany)
    throw new CliError(EXIT.usage, 'Name repositories, or say --all, --org or --group.');
  if (names.length > 0 && (options.all || options.org))
    throw new CliError(EXIT.usage, 'Name repositories, or say --all or --org, not both.');
  const api = openApi(undefined, SLOW);
  const deliveries = names.length > 0 ? await named(api, names) : await all(api, options.org);
  requireHosts(deliveries, options.target);
  // Whoever reads only the first lines must not take the rest for good: it is not, until all are looked at.
  process.exitCode = EXIT.failed;
  const found: { delivery: Delivery; verification: Verification }[] = [];
  const refused: CliError[] = [];
  for (const delivery of deliveries) {
    const hosts = hostsOf(delivery, options);
    if (hosts?.length === 0) continue;
    showProgress(`${nameOf(delivery.repo)}: ${delivery.hosts.length} hosts`);
    const body = {
      ...(options.deep ? { deep: true } : {}),
      ...(hosts ? { target_ids: hosts.map((host) => host.target_id) } : {}),
    };
    const params = { path: { id: delivery.id } };
    try {
      const verification = await answer(api, api.client.POST('/api/v1/deliveries/{id}/verify', { params, body }));
      found.push({ delivery, verification });
      if (!options.json) tell(delivery, verification);
    } catch (error) {
      // What is refused of one, such as one that is gone by now, says nothing of the others; a server that fails does.
      if (!(error instanceof CliError) || error.exitCode === EXIT.failed) throw error;
      refused.push(error);
      tellError(`${nameOf(delivery.repo)}: ${error.message}`);
    }
  }
  clearProgress();
  if (options.json)
    sayJson(found.map(({ delivery, verification }) => ({ repo: nameOf(delivery.repo), ...verification })));
  const hosts = found.flatMap(({ verification }) => verification.hosts);
  const [first] = refused;
  if (hosts.length === 0 && !first)
    throw new CliError(
      EXIT.notFound,
      'No host was looked at: nothing of this is delivered anywhere, or not for you to verify.',
    );
  const code = exitCodeFor(hosts);
  process.exitCode = first && code !== EXIT.drift ? first.exitCode : code;
}

/** By which code it ends, by the worst host. */
export function exitCodeFor(hosts: readonly Pick<Host, 'state'>[]): number {
  const differing = hosts.filter(({ state }) => state !== 'in_sync');
  if (differing.length === 0) return EXIT.good;
  return differing.every(({ state }) => UNSEEN.includes(state)) ? EXIT.failed : EXIT.drift;
}

async function named(api: Api, names: readonly string[]): Promise<Delivery[]> {
  const found = new Map<string, Delivery>();
  for (const name of names) for (const delivery of await findDeliveries(api, name)) found.set(delivery.id, delivery);
  return [...found.values()];
}

/** Those that the caller may verify: others may be seen, and would be refused. */
async function all(api: Api, org: string | undefined): Promise<Delivery[]> {
  const seen = await listDeliveries(api, org ? { org } : {});
  return seen.filter((delivery) => delivery.you_may.includes('deliver'));
}

/** Null: all of them. */
function hostsOf(delivery: Delivery, { target, group }: Options) {
  if (target.length === 0 && !group) return null;
  return namedHosts(delivery, target).filter((host) => !group || host.group?.toLowerCase() === group.toLowerCase());
}

function tell(delivery: Delivery, { hosts }: Verification): void {
  for (const host of hosts) {
    const about = host.state_text ?? shortId(host.seen_commit);
    say(
      nameOf(delivery.repo),
      '  ',
      host.target.name,
      '  ',
      { text: host.state, ...hostColour(host.state) },
      `  ${about}`.trimEnd(),
    );
    for (const file of host.changed_files ?? []) say(`    ${file}`);
    const more = (host.changed_count ?? 0) - (host.changed_files?.length ?? 0);
    if (more > 0) say(`    and ${more} more`);
  }
}
