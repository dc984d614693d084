// freshet tokens: listed, made, revoked.
import { Command } from 'commander';
import { answer, openApi, type Schemas } from '../api/client';
import { findRepo, isUuid } from '../api/repos';
import { jsonOption, several, wholeNumber, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { note, say, sayJson } from '../terminal/say';
import { writeTable } from '../terminal/table';
import { ago } from '../terminal/times';

const SCOPES = ['read', 'sync', 'write', 'admin'] as const;
type Scope = (typeof SCOPES)[number];
const DAY_MS = 86_400_000;

export function tokensCommand(): Command {
  const command = new Command('tokens').description('list, make and revoke tokens');
  command.command('list', { isDefault: true }).description('list your tokens').addOption(jsonOption()).action(list);
  command
    .command('make')
    .description('make a token; it is printed once')
    .argument('<name>', 'what it is for')
    .option('--scope <scope>', 'read, sync, write or admin; may be repeated', several, [])
    .option('--org <name>', 'for this organisation alone')
    .option('--repo <repo>', 'for this repository alone; may be repeated', several, [])
    .option('--organisation', 'the token speaks for the organisation, not for you')
    .option('--days <n>', 'how long it is good; by default for ever', wholeNumber(1, 3650))
    .addOption(jsonOption())
    .action(make);
  command
    .command('revoke')
    .description('end a token')
    .argument('<token>', 'its id or its name; current for the one that is logged in with')
    .action(revoke);
  return withExamples(command, [
    ['freshet tokens', 'yours'],
    ['freshet tokens make ci --scope read --scope sync --days 90', 'one that may ask for syncs'],
    ['freshet tokens revoke ci', 'end it'],
  ]);
}

async function all() {
  const api = openApi();
  return { api, items: (await answer(api, api.client.GET('/api/v1/tokens'))).items };
}

async function list(options: { json?: true }): Promise<void> {
  const { items } = await all();
  if (options.json) return sayJson(items);
  writeTable(
    ['TOKEN', 'NAME', 'ENDS IN', 'SCOPES', 'FOR', 'USED', 'GOOD UNTIL'],
    items.map((token) => [
      token.id,
      token.name,
      token.hint,
      token.scopes.join(','),
      token.org ?? (token.repo_ids ? `${token.repo_ids.length} repositories` : token.kind),
      ago(token.last_used_at),
      token.expires_at ?? 'for ever',
    ]),
  );
  if (items.length === 0) note('There is no token.');
}

interface MakeOptions {
  scope: string[];
  org?: string;
  repo: string[];
  organisation?: true;
  days?: number;
  json?: true;
}

async function make(name: string, options: MakeOptions): Promise<void> {
  const scopes = options.scope.length > 0 ? options.scope : ['read'];
  const unknown = scopes.find((scope) => !SCOPES.includes(scope as Scope));
  if (unknown !== undefined) throw new CliError(EXIT.usage, `There is no scope ${unknown}: ${SCOPES.join(', ')}.`);
  const api = openApi();
  const repoIds: string[] = [];
  for (const repo of options.repo) repoIds.push((await findRepo(api, repo)).id);
  const body: Schemas['NewToken'] = {
    name,
    scopes: scopes as Scope[],
    kind: options.organisation ? 'organisation' : 'personal',
    ...(options.org ? { org: options.org } : {}),
    ...(repoIds.length > 0 ? { repo_ids: repoIds } : {}),
    ...(options.days ? { expires_at: new Date(Date.now() + options.days * DAY_MS).toISOString() } : {}),
  };
  const made = await answer(api, api.client.POST('/api/v1/tokens', { body }));
  if (options.json) return sayJson(made);
  // Alone on its line, so that a script can take it.
  say(made.token);
  note(`This is the only time that “${made.name}” (${made.id}) is shown.`);
}

async function revoke(which: string): Promise<void> {
  const { api, items } = await all();
  const named =
    which === 'current' || isUuid(which) ? [{ id: which, name: which }] : items.filter((token) => token.name === which);
  const token = named[0];
  if (!token)
    throw new CliError(EXIT.notFound, `You have no token that is called ${which}. \`freshet tokens\` lists yours.`);
  if (named.length > 1) throw new CliError(EXIT.usage, `Several tokens are called ${which}: say which by its id.`);
  await answer(api, api.client.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } }));
  say(`Revoked ${token.name}.`);
}
