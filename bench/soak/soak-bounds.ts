// What of a soaked Freshet is larger than its data and the bounds in docs/operations.md allow.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { simpleGit } from 'simple-git';
import type { Table } from './soak-chores';
import type { Parts } from './soak-parts';

export interface Soaked {
  repos: number;
  pushes: number;
  minutes: number;
  dataDir: string;
  isNative: boolean;
  /** After the chores. */
  parts: Parts;
  tables: Record<string, Table>;
  /** Of a fresh Freshet over the same upstreams. */
  freshTables: Record<string, Table>;
  /** The web process at most, in MB. */
  firstHalf: number;
  secondHalf: number;
}

/** An idle mirror's, by `lib/sync/upkeep/pack-mirrors.ts`, and a busy one's, by `lib/git/mirror/maintain.ts`. */
const PACKS = 4;
const BUSY_PACKS = 24;
/** Syncs that the last stop may have cut off: their repositories are not idle. */
const CUT_OFF = 2;
/** What a pack may take beside its share of the objects: blocks that are not full, and contents that it has again. */
const PACK_BYTES = 8192;
/** What is packed with other neighbours may be a little larger. */
const PACKED = 1.25;
/** The database's log: `max_wal_size` in `db/embedded-engine.mjs` and a segment. */
const LOG_BYTES = (256 + 16) * 1024 ** 2;
const OTHER_BYTES = 1024 ** 2;
/** Tables that keep what happened, a row for each: bytes of one, indexes and all. */
const KEPT_TABLES = [
  'sync_runs',
  'engine_runs',
  'engine_steps',
  'engine_events',
  'webhook_deliveries',
  'notification_deliveries',
  'rewrites',
];
const ROW_BYTES = 4096;
/** Each host's, by `lib/webhooks/records/prune-deliveries.ts`, and what comes between two looks. */
const DELIVERIES = 1000 + 100;
/** Minutes between two turns of the chores, with some time for them. */
const TURN_MINUTES = 12;
/** Files that a push changes, of `move` in soak-upstreams.ts. */
const FILES_A_PUSH = 2;
/** Pages and lists of an index are not always full. */
const FULLNESS = 1.5;
const SMALL_BYTES = 512 * 1024;
const MEMORY = 1.1;
const MEMORY_MB = 32;

/** A sentence for each bound that is crossed. */
export async function findGrowth(options: Soaked): Promise<string[]> {
  const reachable = await reachableBytes(path.join(options.dataDir, 'mirrors'));
  const limits: [what: string, value: number, most: number][] = [
    ['packs', options.parts.packs, PACKS * options.repos + CUT_OFF * BUSY_PACKS],
    ['bytes of packs', options.parts.bytes.packs, reachable * PACKED + options.parts.packs * PACK_BYTES],
    ['bytes of what killed processes left', options.parts.bytes['left behind'], 0],
    ['bytes of other files', options.parts.bytes.other, OTHER_BYTES],
    ['MB of the web process in the second half', options.secondHalf, options.firstHalf * MEMORY + MEMORY_MB],
    ['rows of webhook_deliveries', options.tables.webhook_deliveries?.rows ?? 0, DELIVERIES],
  ];
  // A native server's log is its own affair.
  if (!options.isNative) limits.push(['bytes of the log', options.parts.bytes.log, LOG_BYTES]);
  for (const [name, table] of Object.entries(options.tables))
    limits.push([`bytes of ${name}`, table.bytes, most(options, name)]);
  return limits
    .filter(([, value, limit]) => value > limit)
    .map(([what, value, limit]) => `${what}: ${Math.round(value)}, at most ${Math.round(limit)}`);
}

/** Room for all rows that were there at once: those that live, and those that died between two turns of the chores. */
function most(options: Soaked, name: string): number {
  const rows = options.tables[name]?.rows ?? 0;
  if (KEPT_TABLES.includes(name)) return rows * ROW_BYTES + SMALL_BYTES;
  const fresh = options.freshTables[name]?.bytes ?? 0;
  const died =
    (options.pushes * FILES_A_PUSH * Math.min(1, TURN_MINUTES / options.minutes)) /
    (options.freshTables.blobs?.rows || 1);
  return fresh * (1 + died) * FULLNESS + SMALL_BYTES;
}

/** What the objects that any ref names take, each once; hidden refs are among them. */
async function reachableBytes(mirrors: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(mirrors)) {
    bytes += Number(await simpleGit(path.join(mirrors, name)).raw('rev-list', '--all', '--objects', '--disk-usage'));
  }
  return bytes;
}
