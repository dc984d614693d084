// Measures whether search grows with the number of repositories: the same files, spread over few and over many.
//   npx tsx bench/search/search-many.ts --native postgres://… [--files 50000] [--repos 10,10000] [--rounds 20]
// Each number of repositories gets a database of its own on that server, made by SQL and dropped in the end (unless --keep).
// One in ten repositories is private, so visitors and people who are signed in do not see the same.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { connectNative, type Db } from '@/db/client';
import { migrate } from '@/db/migrate';
import type { Actor, Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { cpuUsed } from '../cpu-used';
import { freshDatabase } from '../fresh-database';
import { percentile } from '../statistics';

const { values } = parseArgs({
  options: {
    native: { type: 'string' },
    files: { type: 'string', default: '50000' },
    repos: { type: 'string', default: '10,10000' },
    rounds: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
});
if (!values.native) throw new Error('Which server? --native postgres://…');

const QUERIES = {
  'a common word': 'handler',
  'a rare word': 'token4711',
  'two words': 'handler request',
  'a literal': '"handler.open(request)"',
  'a file name': 'file7.go',
  'one repository': 'handler repo:repo7',
  'a language': 'request lang:go',
};
const CALLERS: Record<string, Actor> = { 'signed in': { kind: 'operator' }, visitor: { kind: 'anonymous' } };

const p50s = new Map<string, number[]>();
for (const repos of values.repos.split(',').map(Number)) {
  const url = await freshDatabase(values.native);
  const db = connectNative(url, 2);
  try {
    await migrate(db);
    await fill(db, repos, Number(values.files));
    await measure(db, repos);
  } finally {
    await db.$client.end();
    if (values.keep) say(`\nKept: ${new URL(url).pathname.slice(1)}`);
    else await drop(values.native, url);
  }
}
say('\nLast over first, p50:');
for (const [title, times] of p50s) say(`${title}: ${(times.at(-1)! / times[0]!).toFixed(2)}×`);

async function fill(db: Db, repos: number, files: number): Promise<void> {
  await db.execute(sql`insert into orgs (name) select 'org' || n from generate_series(0, 9) n`);
  await db.execute(sql`
    insert into repos (org_id, name, status, is_public, default_branch, checked_at)
    select o.id, 'repo' || n, 'ready', n % 10 <> 3, 'main', now()
    from generate_series(0, ${repos}::int - 1) n join orgs o on o.name = 'org' || n % 10`);
  await db.execute(sql`
    insert into indexed_refs (repo_id, ref, commit_sha, indexed_at, file_count, size_bytes)
    select id, 'main', repeat('a', 40), now(), ${files}::int / ${repos}::int, 0 from repos`);
  await db.execute(sql`
    with texts as (
      select n, 'repo' || n % ${repos}::int as repo, 'package p' || n % 97 || E'\n\nfunc open' || n || '(request int) {\n' ||
        case when n % 3 = 0 then E'\thandler.open(request)\n' else E'\tother.close(request, handler)\n' end ||
        E'\ttoken' || n || E' := 1\n' || repeat(E'\tcall' || n % 1000 || E'(value)\n', 10) || E'}\n' as text
      from generate_series(0, ${files}::int - 1) n)
    insert into blobs (repo_id, sha, path_class, size_bytes, language, content, tsv)
    select r.id, md5(t.n::text), '', length(t.text), case when t.n % 2 = 0 then 'Go' else 'C' end, t.text,
      array_to_tsvector((select array_agg(distinct word) from regexp_split_to_table(lower(t.text), '[^a-z0-9]+') word where word <> ''))
    from texts t join repos r on r.name = t.repo`);
  await db.execute(sql`
    insert into files (repo_id, ref, path, blob_id, mode)
    select repo_id, 'main', 'src/part' || id % 10 || '/file' || id || '.go', id, 100644 from blobs`);
  await db.execute(sql`vacuum analyze`);
}

async function measure(db: Db, repos: number): Promise<void> {
  say(`\n${repos} repositories, ${values.files} files.\n`);
  say('| milliseconds | p50 | p95 | CPU a query: Node | database |\n| --- | --- | --- | --- | --- |');
  for (const [caller, actor] of Object.entries(CALLERS)) {
    const ctx: Context = { actor, db, env: parseEnv({}), log, send: async () => {} };
    for (const [kind, q] of Object.entries(QUERIES)) {
      for (let i = 0; i < 5; i++) await search(ctx, { q });
      const times: number[] = [];
      const before = await cpuUsed(db, true);
      for (let i = 0; i < Number(values.rounds); i++) {
        const startedAt = performance.now();
        await search(ctx, { q });
        times.push(performance.now() - startedAt);
      }
      const after = await cpuUsed(db, true);
      const title = `${kind}, ${caller}`;
      p50s.set(title, [...(p50s.get(title) ?? []), percentile(times, 50)]);
      const cells = [percentile(times, 50), percentile(times, 95)].map((ms) => ms.toFixed(1));
      const cpu = [after.node - before.node, after.database - before.database].map((ms) =>
        (ms / times.length).toFixed(1),
      );
      say(`| ${title} | ${[...cells, ...cpu].join(' | ')} |`);
    }
  }
}

async function drop(server: string, url: string): Promise<void> {
  const client = postgres(server, { max: 1 });
  await client`drop database ${client(new URL(url).pathname.slice(1))}`;
  await client.end();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
