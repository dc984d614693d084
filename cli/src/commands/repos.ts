// freshet repos: the repositories that the caller may see.
import { Command, Option } from 'commander';
import { openApi } from '../api/client';
import { allOf } from '../api/pages';
import { eachRepo, nameOf, type Repo } from '../api/repos';
import { jsonOption, withExamples } from '../command';
import type { Colour } from '../terminal/colour';
import { note, sayJson } from '../terminal/say';
import { writeTable } from '../terminal/table';
import { ago, shortId } from '../terminal/times';

const SORTS = ['name', 'attention', 'updated', 'checked', 'added', 'size'] as const;

const COLOURS: Partial<Record<Repo['standing'], Colour>> = {
  fresh: 'green',
  failing: 'red',
  held_back: 'red',
  stale: 'yellow',
  preparing: 'cyan',
};

interface Options {
  org?: string;
  failing?: true;
  sort?: (typeof SORTS)[number];
  json?: true;
}

export function reposCommand(): Command {
  const command = new Command('repos')
    .description('list repositories')
    .argument('[filter]', 'parts of organisation, name or source')
    .option('--org <name>', 'of this organisation alone')
    .option('--failing', 'only those that fail or are held back')
    .addOption(new Option('--sort <by>', 'in which order').choices(SORTS))
    .addOption(jsonOption())
    .action(repos);
  return withExamples(command, [
    ['freshet repos', 'all that you may see'],
    ['freshet repos rivers --org acme', 'some of them'],
    ['freshet repos --failing --json', 'those in trouble, for a program'],
  ]);
}

async function repos(q: string | undefined, { org, failing, sort, json }: Options): Promise<void> {
  const api = openApi();
  const filter = {
    ...(q ? { q } : {}),
    ...(org ? { org } : {}),
    ...(failing ? { failing: '1' as const } : {}),
    ...(sort ? { sort } : {}),
  };
  const all = await allOf(eachRepo(api, filter));
  if (json) return sayJson(all);
  writeTable(
    ['REPOSITORY', 'STANDING', 'COMMIT', 'CHECKED', 'FILES', 'FROM'],
    all.map((repo) => [
      nameOf(repo),
      { text: repo.standing, ...(COLOURS[repo.standing] ? { colour: COLOURS[repo.standing] } : {}) },
      shortId(repo.head_commit),
      ago(repo.checked_at),
      String(repo.file_count),
      repo.url ?? repo.path ?? repo.kind,
    ]),
  );
  if (all.length === 0)
    note(
      q || org || failing
        ? 'No repository is like that.'
        : 'There is no repository yet. Add one: freshet add https://…',
    );
}
