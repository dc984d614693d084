// freshet search: what a person reads on a terminal, and what grep would print in a pipe.
import { Command } from 'commander';
import { type Api, answer, openApi, type Schemas } from '../api/client';
import { linesOf } from '../api/events';
import { eachOf } from '../api/pages';
import { problemOf } from '../api/problem';
import { findRepo } from '../api/repos';
import { jsonOption, wholeNumber, withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { cleanJson } from '../terminal/clean';
import { type Output, openOutput } from '../terminal/pager';
import { clearProgress, showProgress } from '../terminal/progress';
import { note } from '../terminal/say';
import { counted } from '../terminal/times';
import { writeFound } from '../write-found';

interface Options {
  repo?: string;
  limit: number;
  all?: true;
  json?: true;
  pager: boolean;
}

export function searchCommand(): Command {
  const command = new Command('search')
    .description('search code')
    .argument('<query...>', 'the query; what follows -- may begin with a dash')
    .option('--repo <repo>', 'in this repository alone')
    .option('--limit <n>', 'how many files', wholeNumber(1, 1000), 30)
    .option('--all', 'every match, as fast as they are found')
    .option('--no-pager', 'do not page')
    .addOption(jsonOption())
    .action(search);
  return withExamples(command, [
    ['freshet search parse query', 'files with both words, the best first'],
    ['freshet search \'"exact text" lang:go -test\'', 'without a word'],
    ["freshet search '/func \\w+Query/' --repo acme/rivers", 'a pattern, in one repository'],
    ['freshet search TODO --all | wc -l', 'every match: repo:path:line:text'],
  ]);
}

async function search(words: string[], options: Options): Promise<void> {
  const api = openApi();
  const repoId = options.repo ? (await findRepo(api, options.repo)).id : null;
  const query = { q: words.join(' '), ...(repoId === null ? {} : { repo_id: repoId }) };
  // What is piped on is bounded by whoever reads it.
  const output = openOutput({ pager: options.pager && !options.json });
  try {
    await (options.all ? streamAll(api, query, options, output) : searchBest(api, query, options, output));
  } finally {
    clearProgress();
    await output.end();
  }
}

type Query = { q: string; repo_id?: string };

async function searchBest(api: Api, query: Query, options: Options, output: Output): Promise<void> {
  // Programs get every file.
  const copies = process.stdout.isTTY && !options.json ? ('folded' as const) : ('each' as const);
  let first: Pick<Schemas['SearchResponse'], 'count' | 'exact' | 'notices'> | undefined;
  const results = eachOf(async (cursor) => {
    const params = {
      query: { ...query, copies, limit: Math.min(options.limit, 50), ...(cursor === undefined ? {} : { cursor }) },
    };
    const page = await answer(api, api.client.GET('/api/v1/search', { params }));
    first ??= page;
    return { items: page.results, next: page.next_cursor };
  }, options.limit);
  let shown = 0;
  let told = 0;
  for await (const result of results) {
    shown += 1;
    // Files that hold the same are one result, and counted each.
    told += 1 + (result.also_in_count ?? 0);
    const isOpen = await (options.json ? output.write(`${cleanJson(result)}\n`) : writeFound(output, result));
    if (!isOpen) return;
  }
  const notices = first?.notices ?? [];
  tellNotices(notices);
  if (shown === 0 && notices.length === 0) note('Nothing was found.');
  else if (first && first.count > told && process.stdout.isTTY) {
    note(
      `${told} of ${first.exact ? '' : 'at least '}${counted(first.count, 'file')}. More: --limit, or --all for every match.`,
    );
  }
}

async function streamAll(api: Api, query: Query, options: Options, output: Output): Promise<void> {
  const stop = new AbortController();
  const stream = openApi(api.profile, { maxBytes: null });
  const { data, error, response } = await stream.client.GET('/api/v1/search/stream', {
    params: { query },
    parseAs: 'stream',
    signal: stop.signal,
  });
  if (!response.ok || !data) throw problemOf(response.status, error, api.profile);
  for await (const line of linesOf(data as unknown as ReadableStream<Uint8Array>)) {
    if (line === '') continue;
    const event = parseEvent(line);
    if (event.kind === 'progress')
      showProgress(
        `${event.looked_at} of ${event.to_look_at} looked at, ${counted(event.matches, 'match', 'matches')}`,
      );
    if (event.kind === 'file') {
      clearProgress();
      if (!(await (options.json ? output.write(`${cleanJson(event)}\n`) : writeFound(output, event))))
        return stop.abort();
    }
    if (event.kind === 'end') {
      tellNotices(event.notices);
      if (event.files === 0 && event.notices.length === 0) note('Nothing was found.');
      if (event.exact) return;
      throw new CliError(
        EXIT.failed,
        `These are not all matches, or may not be: ${event.reason ?? 'the server did not say why'}`,
      );
    }
  }
  throw new CliError(EXIT.failed, 'The answer broke off: these are not all matches. Try again.');
}

function parseEvent(line: string): Schemas['SearchStreamEvent'] {
  try {
    return JSON.parse(line) as Schemas['SearchStreamEvent'];
  } catch (cause) {
    throw new CliError(
      EXIT.failed,
      'The server sent what is no line of a search. Is it Freshet, and of this version?',
      { cause },
    );
  }
}

function tellNotices(notices: readonly Schemas['SearchNote'][]): void {
  for (const { message, suggestion } of notices) note(suggestion ? `${message} (${suggestion})` : message);
}
