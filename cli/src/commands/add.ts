// freshet add: a repository by its address, a folder on the server, or an empty one to push to.
import { Command } from 'commander';
import { answer, openApi, type Schemas } from '../api/client';
import { nameOf } from '../api/repos';
import { jsonOption, several, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { followRuns } from '../follow-run';
import { say, sayJson } from '../terminal/say';

interface Options {
  org?: string;
  name?: string;
  path?: true;
  hosted?: true;
  public?: true;
  branch?: string[];
  interval?: string;
  wait?: true;
  json?: true;
}

export function addCommand(): Command {
  const command = new Command('add')
    .description('add a repository and start its first sync')
    .argument('[source]', 'its address; with --path a folder on the server')
    .option('--org <name>', 'organisation that it belongs to; by default the address says it')
    .option('--name <name>', 'its name; by default the address says it')
    .option('--path', 'the source is a folder on the server, below FRESHET_LOCAL_ROOTS')
    .option('--hosted', 'make an empty repository to push to (with --org and --name)')
    .option('--public', 'visitors may see it')
    .option('--branch <name>', 'index this branch, besides the default one; may be repeated', several)
    .option('--wait', 'wait until its first sync has ended')
    .addOption(jsonOption())
    .action(add);
  return withExamples(command, [
    ['freshet add https://github.com/acme/rivers', 'a mirror, synced by itself from then on'],
    ['freshet add --path /srv/git/config --org ops --wait', 'a folder on the server'],
    ['freshet add --hosted --org acme --name notes', 'an empty one to push to'],
  ]);
}

async function add(source: string | undefined, options: Options): Promise<void> {
  if (!source && !options.hosted)
    throw new CliError(EXIT.usage, 'Say what to add: an address, a folder with --path, or --hosted.');
  if (source && options.hosted)
    throw new CliError(EXIT.usage, 'An empty repository has no source: leave it out, or leave --hosted out.');
  const api = openApi();
  const body: Schemas['NewRepo'] = {
    ...(source ? (options.path ? { path: source } : { url: source }) : { kind: 'hosted' as const }),
    ...(options.org ? { org: options.org } : {}),
    ...(options.name ? { name: options.name } : {}),
    ...(options.public ? { is_public: true } : {}),
    ...(options.branch ? { branches: options.branch } : {}),
  };
  const repo = await answer(api, api.client.POST('/api/v1/repos', { body }));
  if (options.json && !options.wait) return sayJson(repo);
  if (!options.json) say('Added ', { text: nameOf(repo), colour: 'bold' }, ` (${repo.id}).`);
  if (!options.wait) return;
  if (repo.active_run_id)
    await followRuns(api, [{ id: repo.active_run_id, name: nameOf(repo) }], options.json === true);
}
