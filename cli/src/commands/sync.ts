// freshet sync: asks for syncs, and waits for them where that is wanted.
import { Command } from 'commander';
import { type Api, answer, openApi, type Schemas } from '../api/client';
import { allOf } from '../api/pages';
import { eachRepo, findRepo, nameOf } from '../api/repos';
import { jsonOption, withExamples } from '../command';
import { CliError, EXIT, type ExitCode } from '../errors';
import { followRuns } from '../follow-run';
import { note, say, sayJson, tellError } from '../terminal/say';

/** How many may be asked for in one request. */
const MANY = 500;

interface Options {
  all?: true;
  org?: string;
  wait?: true;
  json?: true;
}

export function syncCommand(): Command {
  const command = new Command('sync')
    .description('sync repositories with their sources')
    .argument('[repos...]', 'org/name, or ids')
    .option('--all', 'all that you may sync')
    .option('--org <name>', 'all of this organisation')
    .option('--wait', 'wait until they have ended; the exit code says whether all went well')
    .addOption(jsonOption())
    .action(sync);
  return withExamples(command, [
    ['freshet sync acme/rivers --wait', 'one, until it is searchable'],
    ['freshet sync acme/rivers acme/lakes', 'two, without waiting'],
    ['freshet sync --all --wait', 'everything'],
  ]);
}

async function sync(names: string[], options: Options): Promise<void> {
  if (names.length > 0 === Boolean(options.all || options.org)) {
    throw new CliError(EXIT.usage, 'Name repositories, or say --all or --org, one of these.');
  }
  const api = openApi();
  const repos = await reposToSync(api, names, options);
  const byId = new Map(repos.map((repo) => [repo.id, nameOf(repo)]));
  const outcomes: Schemas['SyncOutcome'][] = [];
  for (let i = 0; i < repos.length; i += MANY) {
    const ids = repos.slice(i, i + MANY).map((repo) => repo.id);
    outcomes.push(...(await answer(api, api.client.POST('/api/v1/repos/sync', { body: { ids } }))).outcomes);
  }
  const named = (outcome: Schemas['SyncOutcome']) => byId.get(outcome.repo_id) ?? outcome.repo_id;
  const started = outcomes.flatMap((outcome) => (outcome.run_id ? [{ id: outcome.run_id, name: named(outcome) }] : []));
  for (const outcome of outcomes) {
    if (outcome.outcome !== 'refused') continue;
    tellError(`${named(outcome)}: ${outcome.detail ?? 'refused'}`);
    process.exitCode ||= codeOf(outcome.code);
  }
  if (repos.length === 0) note('There is no repository to sync.');
  if (options.wait) return await followRuns(api, started, options.json === true);
  if (options.json) return sayJson(outcomes.map((outcome) => ({ repo: named(outcome), ...outcome })));
  for (const run of started) say(run.name, '  ', { text: 'started', colour: 'cyan' }, `  ${run.id}`);
}

async function reposToSync(api: Api, names: readonly string[], options: Options) {
  if (names.length > 0) {
    const found = [];
    for (const name of names) found.push(await findRepo(api, name));
    return found;
  }
  // What lives here has no source, and what is archived has left it.
  const all = await allOf(eachRepo(api, options.org ? { org: options.org } : {}));
  return all.filter((repo) => repo.kind !== 'hosted' && repo.status !== 'archived' && repo.you_may.includes('sync'));
}

function codeOf(code: string | null): ExitCode {
  if (code === 'not_found') return EXIT.notFound;
  if (code === 'conflict') return EXIT.conflict;
  return code === 'forbidden' || code === 'unauthenticated' ? EXIT.notAllowed : EXIT.failed;
}
