// freshet import: many repositories at once, from a list.
import { readFileSync, statSync } from 'node:fs';
import { Command, Option } from 'commander';
import { answer, openApi, type Schemas } from '../api/client';
import { jsonOption, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { readStdin } from '../terminal/ask';
import { note, say, sayJson } from '../terminal/say';

const MAX_BYTES = 4 * 1024 * 1024;
const FORMATS = ['repos.json', 'urls', 'folder'] as const;

interface Options {
  format?: (typeof FORMATS)[number];
  org?: string;
  json?: true;
}

export function importCommand(): Command {
  const command = new Command('import')
    .description('add many repositories at once')
    .argument('[source]', 'a file; - or nothing for standard input; with --format folder a folder on the server')
    .addOption(new Option('--format <format>', 'what it holds; by default what it looks like').choices(FORMATS))
    .option('--org <name>', 'organisation of all that is added; by default what each address says')
    .addOption(jsonOption())
    .action(importMany);
  return withExamples(command, [
    ['freshet import urls.txt', 'addresses, one a line'],
    ['freshet import repos.json --org acme', 'the file of a repo-search installation'],
    ['gh repo list acme --json url -q ".[].url" | freshet import', 'what another program lists'],
    ['freshet import --format folder /srv/git', 'every repository below a folder on the server'],
  ]);
}

async function importMany(source: string | undefined, options: Options): Promise<void> {
  if (options.format === 'folder' && !source) throw new CliError(EXIT.usage, 'Say which folder on the server.');
  const content = options.format === 'folder' ? (source ?? '') : await readSource(source);
  const format = options.format ?? (/^\s*\[/.test(content) ? 'repos.json' : 'urls');
  const api = openApi();
  const body: Schemas['NewImport'] = { format, content, ...(options.org ? { org: options.org } : {}) };
  const done = await answer(api, api.client.POST('/api/v1/imports', { body }));
  if (done.skipped.length > 0) process.exitCode = EXIT.failed;
  if (options.json) return sayJson(done);
  say(
    `${done.created} added, ${done.updated} changed, ${done.unchanged} here already, ${done.skipped.length} skipped.`,
  );
  for (const { row, name, url, reason } of done.skipped)
    note(`Row ${row}${name || url ? ` (${name ?? url})` : ''}: ${reason}`);
}

async function readSource(source: string | undefined): Promise<string> {
  if (source === undefined || source === '-') {
    if (process.stdin.isTTY && source === undefined)
      throw new CliError(EXIT.usage, 'Name a file, or pipe the list in.');
    return await readStdin(MAX_BYTES);
  }
  try {
    if (statSync(source).size > MAX_BYTES)
      throw new CliError(EXIT.usage, `${source} is larger than 4 MiB: import it in parts.`);
    return readFileSync(source, 'utf8');
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(EXIT.usage, `${source} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
