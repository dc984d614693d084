// Compares the stream of all matches with git grep, file by file: what is missing, and what is there beyond.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { streamMatches } from '@/lib/search/stream/stream-matches';
import type { ClassQuery, PlainPattern } from './search-classes';

const run = promisify(execFile);
const MAX_OUTPUT = 256 * 1024 ** 2;

export interface Compared {
  queries: number;
  /** Files that both named. */
  files: number;
  /** `query: repository/path` of what git grep alone names, and of what the stream alone names. */
  missing: string[];
  extra: string[];
  /** Queries whose stream said itself that it is not complete. */
  inexact: number;
}

/**
 * Asks every literal and pattern of `queries` both ways. Files that are indexed without their text are left out of both;
 * so are those that git takes for binary, which it does not look into and Freshet may read in its encoding.
 */
export async function compareAll(ctx: Context, queries: ClassQuery[], repos: Map<string, string>): Promise<Compared> {
  const unread = await unreadFiles(ctx);
  const compared: Compared = { queries: 0, files: 0, missing: [], extra: [], inexact: 0 };
  for (const { q, plain } of queries) {
    if (!plain || plain.kind === 'word') continue;
    const streamed = new Set<string>();
    for await (const event of streamMatches(ctx, { q })) {
      const name = event.kind === 'file' ? event.repo.split('/')[1]! : '';
      if (event.kind === 'file' && repos.has(name)) streamed.add(`${name}/${event.path}`);
      if (event.kind === 'end' && !event.exact) compared.inexact++;
    }
    const { text, binary } = await grepAll(repos, plain);
    compared.queries++;
    for (const file of text) {
      if (streamed.has(file)) compared.files++;
      else if (!unread.has(file)) compared.missing.push(`${q}: ${file}`);
    }
    for (const file of streamed) if (!text.has(file) && !binary.has(file)) compared.extra.push(`${q}: ${file}`);
  }
  return compared;
}

async function unreadFiles(ctx: Context): Promise<Set<string>> {
  const rows = await ctx.db.execute<{ file: string }>(sql`
    select r.name || '/' || f.path as file from files f join blobs b on b.id = f.blob_id join repos r on r.id = f.repo_id
    where b.content is null`);
  return new Set(rows.map((row) => row.file));
}

async function grepAll(repos: Map<string, string>, pattern: PlainPattern) {
  const text = new Set<string>();
  const binary = new Set<string>();
  for (const [name, dir] of repos) {
    const asText = await grep(dir, pattern, ['-I']);
    for (const file of asText) text.add(`${name}/${file}`);
    for (const file of await grep(dir, pattern, ['-a'])) if (!asText.has(file)) binary.add(`${name}/${file}`);
  }
  return { text, binary };
}

/** Paths, whatever characters they have. */
async function grep(dir: string, { text, kind }: PlainPattern, flags: string[]): Promise<Set<string>> {
  const how = kind === 'regex' ? '-E' : '-F';
  try {
    const { stdout } = await run('git', ['--git-dir', dir, 'grep', '-l', '-z', ...flags, how, '-e', text, 'HEAD'], {
      maxBuffer: MAX_OUTPUT,
    });
    const paths = stdout.split('\0').filter((path) => path !== '');
    return new Set(paths.map((path) => path.slice('HEAD:'.length)));
  } catch (error) {
    // Nothing matches.
    if ((error as { code?: unknown }).code === 1) return new Set();
    throw error;
  }
}
