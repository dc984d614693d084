// Measures whether the right file comes first, over a database that it fills once and keeps:
//   npx tsx bench/search/search-quality.ts --items <file.json> --repo <name>=<bare repository> [--repo …]
//   npx tsx bench/search/search-quality.ts --draw 300 --seed kept [--avoid <file.json>] [--write <file.json>]
// On native Postgres with DATABASE_URL, else on the embedded database in FRESHET_DATA_DIR. An items file holds
// {"items": [{"cls", "q", "target": "name/path"}]}; --draw makes such items from what the database holds.
// --misses prints each item that is not first, with its place and what is; --limit says how many results count (10).
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { closeDatabase, openDatabase } from '@/db/client';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { addRepo } from '../add-repo';
import { drawItems } from './draw-items';
import { type KnownItem, readItems } from './known-items';

const { values } = parseArgs({
  options: {
    items: { type: 'string' },
    repo: { type: 'string', multiple: true, default: [] },
    draw: { type: 'string' },
    seed: { type: 'string', default: '1' },
    avoid: { type: 'string' },
    write: { type: 'string' },
    misses: { type: 'boolean', default: false },
    limit: { type: 'string', default: '10' },
  },
});
const env = parseEnv(process.env);
const db = await openDatabase(env);
const ctx: Context = { actor: { kind: 'operator' }, db, env, log, send: async () => {} };
try {
  await addMissing(values.repo);
  const items = values.items ? await readItems(values.items) : await draw();
  if (values.write) await writeFile(values.write, JSON.stringify({ items }, null, 1));
  await judge(items, Number(values.limit));
} finally {
  await closeDatabase();
}

async function draw(): Promise<KnownItem[]> {
  const avoid = values.avoid ? (await readItems(values.avoid)).map((item) => item.target) : [];
  return drawItems(db, { count: Number(values.draw ?? 300), seed: values.seed, avoid: new Set(avoid) });
}

async function addMissing(wanted: string[]): Promise<void> {
  let added = 0;
  for (const pair of wanted) {
    const [name = '', dir = ''] = pair.split('=');
    const there = await db.execute(sql`
      select 1 from repos r join indexed_refs ir on ir.repo_id = r.id where r.name = ${name} limit 1`);
    if (there.length > 0) continue;
    say(`Added ${name}: ${await addRepo(ctx, { dir: path.resolve(dir), name, withVectors: false })} files.`);
    added++;
  }
  if (added > 0) await db.$client.unsafe('vacuum analyze');
}

async function judge(items: KnownItem[], limit: number): Promise<void> {
  const places = new Map<string, number[]>();
  for (const { cls, q, target } of items) {
    const { results } = await search(ctx, { q, limit });
    const names = results.map((result) => `${result.repo.split('/')[1]}/${result.path}`);
    const place = names.indexOf(target) + 1;
    places.set(cls, [...(places.get(cls) ?? []), place]);
    if (values.misses && place !== 1) say(`${cls} | ${q} | ${place || '-'} | ${target} | ${names[0] ?? 'nothing'}`);
  }
  say(`| class | items | MRR@${limit} | hit@1 | found |\n| --- | --- | --- | --- | --- |`);
  for (const [cls, found] of places) say(line(cls, found));
  say(line('**all**', [...places.values()].flat()));
}

function line(title: string, places: number[]): string {
  const mean = (of: (place: number) => number) =>
    (places.reduce((sum, place) => sum + of(place), 0) / places.length).toFixed(3);
  const cells = [mean((p) => (p > 0 ? 1 / p : 0)), mean((p) => (p === 1 ? 1 : 0)), mean((p) => (p > 0 ? 1 : 0))];
  return `| ${title} | ${places.length} | ${cells.join(' | ')} |`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
