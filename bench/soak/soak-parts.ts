// What a Freshet takes on disk, by part.
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';

const KINDS = ['packs', 'pack indexes', 'refs', 'left behind', 'other of mirrors', 'database', 'log', 'other'] as const;
export type Part = (typeof KINDS)[number];

/** Bytes on disk of each part, and how many packs there are. */
export interface Parts {
  bytes: Record<Part, number>;
  packs: number;
}

/** A native server's database is that of `databaseUrl`, and its log is one for all its databases. */
export async function partsOf(dataDir: string, databaseUrl: string | undefined): Promise<Parts> {
  const parts: Parts = { bytes: Object.fromEntries(KINDS.map((part) => [part, 0])) as Parts['bytes'], packs: 0 };
  await walk(dataDir, '', parts);
  if (databaseUrl) {
    const sql = postgres(databaseUrl, { max: 1 });
    const [size] = await sql<{ database: number; log: number }[]>`
      select pg_database_size(current_database())::float8 as database,
        (select sum(size)::float8 from pg_ls_waldir()) as log`;
    await sql.end();
    Object.assign(parts.bytes, size);
  }
  return parts;
}

/** What a Freshet that is running removes meanwhile takes nothing. */
async function walk(root: string, folder: string, parts: Parts): Promise<void> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      await walk(root, name, parts);
      continue;
    }
    const info = await lstat(path.join(root, name)).catch(() => null);
    const part = partOf(name);
    if (part === 'packs') parts.packs++;
    parts.bytes[part] += (info?.blocks ?? 0) * 512;
  }
}

/** Halves of packs and of clones, and what says that a pack is not to be touched. */
const LEFT_BEHIND = /\.keep$|(^|\/)\.?tmp[-_]|\.git\.(new|old)-/;

function partOf(file: string): Part {
  if (file.startsWith('database/')) return /^database\/pg[^/]*\/pg_wal\//.test(file) ? 'log' : 'database';
  if (!file.startsWith('mirrors/')) return 'other';
  if (LEFT_BEHIND.test(file)) return 'left behind';
  if (file.endsWith('.pack')) return 'packs';
  if (file.includes('/objects/pack/')) return 'pack indexes';
  if (/\.git\/(refs\/|packed-refs$|HEAD$)/.test(file)) return 'refs';
  return 'other of mirrors';
}

/** A table of moments in megabytes, a line for each part. */
export function showParts(moments: Record<string, Parts>): string {
  const names = Object.keys(moments);
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const inMegabytes = (part: Part) => names.map((name) => ((moments[name]?.bytes[part] ?? 0) / 1e6).toFixed(1));
  return [
    line(['MB on disk', ...names]),
    line(['---', ...names.map(() => '---:')]),
    ...KINDS.map((part) => line([part, ...inMegabytes(part)])),
    line(['number of packs', ...names.map((name) => String(moments[name]?.packs))]),
  ].join('\n');
}
