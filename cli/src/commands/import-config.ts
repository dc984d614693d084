// freshet import-config: takes over what an older tool was configured by. First it shows what it would do.
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { type Api, answer, openApi } from '../api/client';
import { listDeliveries } from '../api/deliveries';
import { allOf } from '../api/pages';
import { eachRepo } from '../api/repos';
import { jsonOption, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { carryOut } from '../import-config/carry-out';
import { type Known, makePlan, type Plan, type Wanted } from '../import-config/plan';
import { type OldConfig, readOldConfig } from '../import-config/read-config';
import { note, say, sayJson, tellError } from '../terminal/say';

const MAX_BYTES = 1024 * 1024;

interface Options {
  org?: string;
  user?: string;
  group?: string;
  mode: Wanted['mode'];
  yes?: true;
  json?: true;
}

export function importConfigCommand(): Command {
  const command = new Command('import-config')
    .description('take over the configuration of an older tool (configs/config.yml)')
    .argument('[file]', 'the YAML file', 'configs/config.yml')
    .option('--org <name>', 'organisation that all of it belongs to; by default that of the repository, if it is here')
    .option('--user <name>', 'who signs in on hosts that the file names without a user; by default you')
    .option('--group <name>', 'group of the targets')
    .addOption(
      new Option('--mode <mode>', 'how hosts are written to: in the folder that is there, or by releases beside it')
        .choices(['in_place', 'releases'])
        .default('in_place'),
    )
    .option('--yes', 'do it; without it the plan is shown and nothing is changed')
    .addOption(jsonOption())
    .action(importConfig);
  return withExamples(command, [
    ['freshet import-config --org ops', 'shows what would be made of configs/config.yml'],
    ['freshet import-config old.yml --org ops --yes', 'makes it'],
  ]);
}

async function importConfig(file: string, options: Options): Promise<void> {
  const old = readOldConfig(readFile(file), file);
  const api = openApi();
  const wanted: Wanted = {
    org: options.org ?? null,
    user: options.user ?? userInfo().username,
    mode: options.mode,
    group: options.group ?? null,
  };
  const plan = makePlan(old, await whatIsThere(api, old), wanted);
  if (!plan) throw new CliError(EXIT.usage, 'Say by --org which organisation it is to belong to.');
  if (options.json && !options.yes) return sayJson(plan);
  if (!options.json) tellPlan(plan, file);
  if (!options.yes) return note(`Nothing was changed. To do it: the same with --yes.`);
  // As JSON the answer is one, and what is told beside it goes elsewhere.
  const done = await carryOut(api, plan, options.json ? note : say);
  for (const sentence of done.failed) tellError(sentence);
  if (done.failed.length > 0) process.exitCode = EXIT.failed;
  if (options.json) sayJson(done);
}

function readFile(file: string): string {
  try {
    const content = readFileSync(file);
    if (content.length > MAX_BYTES) throw new CliError(EXIT.usage, `${file} is larger than a configuration is.`);
    return content.toString('utf8');
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(EXIT.usage, `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

async function whatIsThere(api: Api, old: OldConfig): Promise<Known> {
  const repos = await allOf(eachRepo(api));
  const repo = repos.find((one) => one.path !== null && one.path === old.mainPath?.replace(/\/+$/, ''));
  const { items: targets } = await answer(api, api.client.GET('/api/v1/targets'));
  const deliveries = repo ? await listDeliveries(api, { repo: repo.id }) : [];
  const mirrors = repo
    ? (await answer(api, api.client.GET('/api/v1/repos/{id}/push-mirrors', { params: { path: { id: repo.id } } })))
        .items
    : [];
  return { repos, targets, deliveries, mirrors: mirrors.map((mirror) => mirror.url) };
}

function tellPlan(plan: Plan, file: string): void {
  const state = (isThere: boolean) => ({
    text: isThere ? 'is there' : 'is made',
    colour: isThere ? ('dim' as const) : ('green' as const),
  });
  say(`What ${file} says, in the organisation ${plan.org}:`);
  if (plan.repo)
    say(
      '  repository   ',
      state(plan.repo.id !== null),
      `  ${plan.org}/${plan.repo.name}, the folder ${plan.repo.path} on the server`,
    );
  for (const { id, body } of plan.targets)
    say('  target       ', state(id !== null), `  ${body.name}: ${body.address}, ${body.path}, ${body.mode}`);
  if (plan.delivery)
    say(
      '  delivery     ',
      state(plan.delivery.isThere),
      `  to ${plan.targets.map((one) => one.body.name).join(', ')}; ${rulesOf(plan.delivery.body)}`,
    );
  for (const { isThere, body } of plan.mirrors)
    say('  push mirror  ', state(isThere), `  ${body.url}${body.refs ? `, ${body.refs.join(', ')}` : ''}`);
  if (plan.leftOut.length > 0) say('Not taken over:');
  for (const sentence of plan.leftOut) say(`  ${sentence}`);
}

function rulesOf(body: NonNullable<Plan['delivery']>['body']): string {
  const rules = [
    `branch ${body.ref ?? '(default)'}`,
    body.excludes?.length ? `without ${body.excludes.join(', ')}` : '',
    body.exclude_dot_git === false ? 'with .git' : '',
    body.delete === false ? 'deletes nothing' : '',
    body.fallback_to_local ? 'the last good state if the source is away' : '',
    body.block_on_secrets === false ? 'also with secrets in it' : 'not with secrets in it',
    body.config_path ? `scanned by ${body.config_path}` : '',
  ];
  return rules.filter(Boolean).join('; ');
}
