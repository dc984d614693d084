// freshet targets: the hosts that repositories are delivered to; added, tried, and their keys accepted.
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { type Api, answer, openApi, type Schemas } from '../api/client';
import { isUuid } from '../api/repos';
import { jsonOption, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { note, say, sayJson } from '../terminal/say';
import { writeTable } from '../terminal/table';
import { ago } from '../terminal/times';

type Target = Schemas['Target'];
/** A test of a host takes its time: it signs in there. */
const SLOW = { quietMs: 300_000 };

export function targetsCommand(): Command {
  const command = new Command('targets').description('list, add and try the hosts that are delivered to');
  command
    .command('list', { isDefault: true })
    .description('list targets')
    .option('--org <name>', 'of this organisation alone')
    .option('--group <name>', 'of this group alone')
    .addOption(jsonOption())
    .action(list);
  command
    .command('add')
    .description('add a target; its public key is printed')
    .argument('<name>', 'what people call it')
    .argument('<address>', 'user@host or user@host:port')
    .argument('<path>', 'the live path there')
    .requiredOption('--org <name>', 'organisation whose repositories may go there')
    .option('--group <name>', 'group of targets')
    .addOption(
      new Option('--mode <mode>', 'how it is written to').choices(['releases', 'in_place']).default('releases'),
    )
    .option('--key <file>', 'a private key of your own (ed25519, no passphrase); by default one is made')
    .addOption(jsonOption())
    .action(add);
  command
    .command('test')
    .description('try a target, and say what is missing there')
    .argument('<target>', 'its name or id')
    .addOption(jsonOption())
    .action(test);
  command
    .command('accept-key')
    .description('accept the changed key of a host')
    .argument('<target>', 'its name or id')
    .argument('<fingerprint>', 'of the new key, as the host itself shows it: SHA256:…')
    .action(acceptKey);
  return withExamples(command, [
    ['freshet targets', 'all of them'],
    ['freshet targets add web1 deploy@web1.example.com /srv/site --org ops', 'a host, with a key made for it'],
    ['freshet targets test web1', 'whether it can be delivered to'],
  ]);
}

async function all(api: Api, filter: { org?: string; group?: string } = {}): Promise<Target[]> {
  return (await answer(api, api.client.GET('/api/v1/targets', { params: { query: filter } }))).items;
}

async function find(api: Api, text: string): Promise<Target> {
  const named = (await all(api)).filter(({ id, name }) =>
    isUuid(text) ? id === text : name.toLowerCase() === text.toLowerCase(),
  );
  if (named.length > 1)
    throw new CliError(EXIT.usage, `Several targets are called ${text}: say which by its id (freshet targets).`);
  if (named[0]) return named[0];
  throw new CliError(
    EXIT.notFound,
    `There is no target ${text}, or not for you to see. \`freshet targets\` lists them.`,
  );
}

async function list(options: { org?: string; group?: string; json?: true }): Promise<void> {
  const filter = { ...(options.org ? { org: options.org } : {}), ...(options.group ? { group: options.group } : {}) };
  const items = await all(openApi(), filter);
  if (options.json) return sayJson(items);
  writeTable(
    ['TARGET', 'ORG', 'ADDRESS', 'PATH', 'GROUP', 'TESTED', 'STATE', 'ID'],
    items.map((target) => [
      target.name,
      target.org,
      target.address,
      target.path,
      target.group ?? '-',
      ago(target.tested_at),
      stateOf(target),
      target.id,
    ]),
  );
  if (items.length === 0) note('There is no target yet, or none for you to see.');
}

function stateOf(target: Target) {
  if (!target.is_enabled) return { text: 'disabled', colour: 'dim' as const };
  if (target.host_key?.pending) return { text: 'its key has changed', colour: 'red' as const };
  if (!target.findings) return { text: 'not tested', colour: 'yellow' as const };
  const isGood = target.findings.every((finding) => finding.is_ok);
  return isGood ? { text: 'good', colour: 'green' as const } : { text: 'something is missing', colour: 'red' as const };
}

interface AddOptions {
  org: string;
  group?: string;
  mode: Target['mode'];
  key?: string;
  json?: true;
}

async function add(name: string, address: string, path: string, options: AddOptions): Promise<void> {
  const api = openApi();
  const body: Schemas['NewTarget'] = {
    org: options.org,
    name,
    address,
    path,
    mode: options.mode,
    ...(options.group ? { group: options.group } : {}),
    ...(options.key ? { private_key: readKey(options.key) } : {}),
  };
  const made = await answer(api, api.client.POST('/api/v1/targets', { body }));
  if (options.json) return sayJson(made);
  note(`Let this key in at ${made.address}, in ~/.ssh/authorized_keys; then: freshet targets test ${made.name}`);
  say(made.public_key);
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError(EXIT.usage, `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

async function test(text: string, options: { json?: true }): Promise<void> {
  const api = openApi(undefined, SLOW);
  const { id } = await find(api, text);
  const tried = await answer(api, api.client.POST('/api/v1/targets/{id}/test', { params: { path: { id } } }));
  const findings = tried.findings ?? [];
  if (!findings.every((finding) => finding.is_ok)) process.exitCode = EXIT.failed;
  if (options.json) return sayJson(tried);
  for (const { what, is_ok: isOk, text: found } of findings) {
    say({ text: isOk ? 'good   ' : 'missing', colour: isOk ? 'green' : 'red' }, `  ${what}: ${found}`);
  }
}

async function acceptKey(text: string, fingerprint: string): Promise<void> {
  const api = openApi();
  const { id, name } = await find(api, text);
  await answer(
    api,
    api.client.POST('/api/v1/targets/{id}/host-key', { params: { path: { id } }, body: { fingerprint } }),
  );
  say(`${name} is known by ${fingerprint} from now on.`);
}
