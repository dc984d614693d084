// How the server is, and for those who may know, how many repositories need attention. The embedded database has one
// connection, so a question may queue behind an index run: the answer waits for none, and only one that stays open for
// long counts as a failure.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { callerOf } from '@/app/_auth/auth';
import { hasMetricsToken } from '@/app/_auth/metrics-token';
import { isEmbedded } from '@/db/client';
import { may, SERVER } from '@/lib/access/may';
import { attentionSchema, countAttention } from '@/lib/status/count-attention';
import { unhurried } from '@/lib/status/unhurried';
import packageJson from '@/package.json';
import { type Surroundings, surroundings } from './context';

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'starting', 'failing']).meta({ description: 'Of the server, not of its repositories.' }),
    version: z.string(),
    database: z.enum(['embedded', 'native']).nullable(),
    read_only: z.boolean().nullable(),
    attention: attentionSchema
      .optional()
      .meta({ description: 'For administrators of the server, and with the bearer token of FRESHET_METRICS_TOKEN.' }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;

/** How long an answer waits for the database: at first, and once it has answered before. */
const WAITS = { firstWaitMs: 5000, waitMs: 40, patienceMs: 30_000 };
/** A session that was good is believed for so long after the last answer while the database is too busy to say. */
const BELIEVED_MS = 60_000;

const askDatabase = unhurried<true>(WAITS);
const askAttention = unhurried<z.infer<typeof attentionSchema>>(WAITS);
const callers = new LRUCache<string, ReturnType<typeof unhurried<boolean>>>({ max: 500, ttl: BELIEVED_MS });

/** `starting` until the database has answered once, `failing` when it did not or has not for 30 s. */
export async function health(headers: Headers): Promise<Health> {
  const version = packageJson.version;
  const parts = started();
  if (!parts) return { status: 'starting', version, database: null, read_only: null };
  // Together: none of them adds to the wait of another.
  const [database, mayKnow, attention] = await Promise.all([
    askDatabase(async () => {
      await parts.db.execute(sql`select 1`);
      return true;
    }),
    mayKnowMore(parts, headers),
    isAnonymous(parts, headers) ? null : askAttention(() => countAttention(parts.db)),
  ]);
  const isFailing = database.isStuck || database.wasAnswered === false;
  return {
    status: isFailing ? 'failing' : database.wasAnswered ? 'ok' : 'starting',
    version,
    database: isEmbedded() ? 'embedded' : 'native',
    read_only: parts.env.readOnly,
    ...(mayKnow && attention?.value ? { attention: attention.value } : {}),
  };
}

/** True if nothing in the request could say who it is, so nobody has to be asked. */
function isAnonymous({ env }: Surroundings, headers: Headers): boolean {
  return env.auth === 'accounts' && !headers.has('cookie') && !headers.has('authorization');
}

async function mayKnowMore(parts: Surroundings, headers: Headers): Promise<boolean> {
  if (isAnonymous(parts, headers)) return false;
  if (hasMetricsToken(parts.env, headers)) return true;
  const words = ['cookie', 'authorization', 'host'].map((name) => headers.get(name) ?? '');
  const key = createHash('sha256').update(words.join('\n')).digest('base64');
  const ask = callers.get(key) ?? unhurried<boolean>(WAITS);
  if (!callers.has(key)) callers.set(key, ask);
  const answer = await ask(async () => {
    const { actor } = await callerOf(parts, headers, { isChange: false });
    // Its time begins anew with each answer.
    callers.set(key, ask);
    return may(actor, 'server.watch', SERVER);
  });
  return answer.value ?? false;
}

function started(): Surroundings | null {
  try {
    return surroundings();
  } catch {
    return null;
  }
}
