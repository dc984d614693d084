// How the server is. The embedded database has one connection, so a check may queue behind an index run: the answer
// does not wait for it, and only a check that stays open for long counts as a failure.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isEmbedded } from '@/db/client';
import packageJson from '@/package.json';
import { surroundings } from './_context';

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'starting', 'failing']),
    version: z.string(),
    database: z.enum(['embedded', 'native']).nullable(),
    read_only: z.boolean().nullable(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;

/** How long an answer waits for the database: at first, and once it has answered before. */
const FIRST_WAIT_MS = 5000;
const WAIT_MS = 40;
/** How long a check may stay open before it counts as failed. */
const PATIENCE_MS = 30_000;

let check: { startedAt: number; done: Promise<boolean> } | null = null;
let lastResult: boolean | null = null;

/** `starting` until the first check has come back, `failing` when one has failed or stays open for 30 s. */
export async function health(): Promise<Health> {
  const version = packageJson.version;
  const parts = started();
  if (!parts) return { status: 'starting', version, database: null, read_only: null };
  check ??= begin(() => parts.db.execute(sql`select 1`));
  const pending = check;
  const patience = lastResult === null ? FIRST_WAIT_MS : WAIT_MS;
  const waited = new Promise<null>((resolve) => setTimeout(resolve, patience, null).unref());
  const result = (await Promise.race([pending.done, waited])) ?? lastResult;
  const isStuck = check !== null && performance.now() - check.startedAt > PATIENCE_MS;
  return {
    status: isStuck || result === false ? 'failing' : result ? 'ok' : 'starting',
    version,
    database: isEmbedded() ? 'embedded' : 'native',
    read_only: parts.env.readOnly,
  };
}

function begin(ask: () => Promise<unknown>) {
  const done = ask().then(
    () => true,
    () => false,
  );
  done.then((result) => {
    lastResult = result;
    check = null;
  });
  return { startedAt: performance.now(), done };
}

function started() {
  try {
    return surroundings();
  } catch {
    return null;
  }
}
