// How much processor time searching takes: of this process, and of the database's processes on the same machine.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;
const NANOSECONDS = 1e6;

export interface CpuTimes {
  /** Milliseconds of this process. */
  node: number;
  /** Milliseconds of the database: its backends of this database, or the child process of the embedded one. */
  database: number;
}

/** Processor time used so far; `database` is 0 if the database runs on another machine. */
export async function cpuUsed(db: Db, isNative: boolean): Promise<CpuTimes> {
  const database = isNative ? await backendsMs(db) : databaseMs(children(), msOf);
  return { node: ownMs(), database };
}

/** Of the backends of a native database. */
export async function backendsMs(db: Db): Promise<number> {
  return databaseMs(await backends(db), msOfThread);
}

/** Of this process. */
export function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What each process had used when it was last seen: a connection may end between two looks. */
const lastSeen = new Map<number, number>();

function databaseMs(pids: number[], ofProcess: (pid: number) => number): number {
  for (const pid of pids) lastSeen.set(pid, Math.max(ofProcess(pid), lastSeen.get(pid) ?? 0));
  return [...lastSeen.values()].reduce((sum, ms) => sum + ms, 0);
}

async function backends(db: Db): Promise<number[]> {
  const rows = await db.execute<{ pid: number }>(
    sql`select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
  );
  return rows.map((row) => row.pid);
}

function children(): number[] {
  const listed = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  return listed.split(' ').filter(Boolean).map(Number);
}

/** Of a process with one thread, as each of Postgres's is: counted to the nanosecond. */
function msOfThread(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / NANOSECONDS;
  } catch {
    return msOf(pid);
  }
}

/** Of all threads of a process; 0 if it has ended. */
export function msOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold spaces; the fields after it are numbered from 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}
