// freshet cat: a file of a repository at a branch, tag or commit.
import { Command } from 'commander';
import { openApi } from '../api/client';
import { problemOf } from '../api/problem';
import { findRepo } from '../api/repos';
import { withExamples } from '../command';
import { CliError, EXIT } from '../errors';
import { cleanText } from '../terminal/clean';
import { openOutput } from '../terminal/pager';

interface Options {
  ref?: string;
  pager: boolean;
}

export function catCommand(): Command {
  const command = new Command('cat')
    .description('print a file of a repository')
    .argument('<repo>', 'org/name; or org/name:path')
    .argument('[path]', 'path of the file')
    .option('--ref <ref>', 'branch, tag or full commit id; by default what is searchable')
    .option('--no-pager', 'do not page')
    .action(cat);
  return withExamples(command, [
    ['freshet cat acme/rivers README.md', 'as it is searchable now'],
    ['freshet cat acme/rivers:src/main.go', 'as search prints it'],
    ['freshet cat acme/rivers logo.png --ref v1.2 > logo.png', 'the bytes, at a tag'],
  ]);
}

async function cat(name: string, given: string | undefined, options: Options): Promise<void> {
  const colon = name.indexOf(':');
  const path = given ?? (colon > 0 ? name.slice(colon + 1) : undefined);
  if (!path) throw new CliError(EXIT.usage, 'Say which file: freshet cat org/name path/of/file');
  const api = openApi();
  const repo = await findRepo(api, given === undefined ? name.slice(0, colon) : name);
  const isCommit = options.ref !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(options.ref);
  const at = options.ref === undefined ? {} : isCommit ? { commit: options.ref } : { ref: options.ref };
  const raw = openApi(api.profile, { maxBytes: null });
  const { data, error, response } = await raw.client.GET('/api/v1/repos/{id}/blob', {
    params: { path: { id: repo.id }, query: { ...at, path, raw: '1' } },
    parseAs: 'stream',
  });
  if (!response.ok) throw problemOf(response.status, error, api.profile);
  const body = data as unknown as ReadableStream<Uint8Array> | undefined;
  const chunks = (body ?? []) as unknown as AsyncIterable<Uint8Array>;
  await (process.stdout.isTTY ? toPeople(chunks, options.pager) : toPrograms(chunks));
}

/** Byte by byte as it is. */
async function toPrograms(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const output = openOutput({ pager: false });
  for await (const chunk of chunks) if (!(await output.write(chunk))) return;
}

/** Throws CliError for what is no text: a terminal would obey it. */
async function toPeople(chunks: AsyncIterable<Uint8Array>, pager: boolean): Promise<void> {
  const decoder = new TextDecoder();
  let output: ReturnType<typeof openOutput> | undefined;
  try {
    for await (const chunk of chunks) {
      if (chunk.subarray(0, 8000).includes(0)) {
        throw new CliError(EXIT.failed, 'That is no text, so it is not shown. Send it to a file: freshet cat … > FILE');
      }
      output ??= openOutput({ pager });
      if (!(await output.write(cleanText(decoder.decode(chunk, { stream: true }), { keepsLines: true })))) return;
    }
  } finally {
    await output?.end();
  }
}
