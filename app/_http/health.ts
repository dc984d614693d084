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
    attention: attentionSchema.optional().meta({
      description:
        'Of those repositories that the caller may see: for people who are signed in, and of all with the bearer token of ' +
        'FRESHET_METRICS_TOKEN.',
    }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;

/** How long an answer waits for the database: at first, and once it has answered before. */
const WAITS = { firstWaitMs: 5000, waitMs: 40, patienceMs: 30_000 };
/** A session that was good is believed for so long after the last answer while the database is too busy to say. */
const BELIEVED_MS = 60_000;

const askDatabase = unhurried<true>(WAITS);
type Attention = z.infer<typeof attentionSchema>;
/** Over all repositories: the same for everybody who may know. */
const askAttention = unhurried<Attention>(WAITS);
/** What one caller may know: of all, of what they see, or nothing. */
type Known = 'all' | Attention | null;
const callers = new LRUCache<string, ReturnType<typeof unhurried<Known>>>({ max: 500, ttl: BELIEVED_MS });

/** `starting` until the database has answered once, `failing` when it did not or has not for 30 s. */
export async function health(headers: Headers): Promise<Health> {
  const version = packageJson.version;
  const parts = started();
  if (!parts) return { status: 'starting', version, database: null, read_only: null };
  // Together: none of them adds to the wait of another.
  const [database, known, ofAll] = await Promise.all([
    askDatabase(async () => {
      await parts.db.execute(sql`select 1`);
      return true;
    }),
    knownTo(parts, headers),
    isAnonymous(parts, headers) ? null : askAttention(() => countAttention(parts.db)),
  ]);
  const attention = known === 'all' ? ofAll?.value : known;
  const isFailing = database.isStuck || database.wasAnswered === false;
  return {
    status: isFailing ? 'failing' : database.wasAnswered ? 'ok' : 'starting',
    version,
    database: isEmbedded() ? 'embedded' : 'native',
    read_only: parts.env.readOnly,
    ...(attention ? { attention } : {}),
  };
}

/** True if nothing in the request could say who it is, so nobody has to be asked. */
function isAnonymous({ env }: Surroundings, headers: Headers): boolean {
  return env.auth === 'accounts' && !headers.has('cookie') && !headers.has('authorization');
}

async function knownTo(parts: Surroundings, headers: Headers): Promise<Known> {
  if (isAnonymous(parts, headers)) return null;
  if (hasMetricsToken(parts.env, headers)) return 'all';
  const words = ['cookie', 'authorization', 'host'].map((name) => headers.get(name) ?? '');
  const key = createHash('sha256').update(words.join('\n')).digest('base64');
  const ask = callers.get(key) ?? unhurried<Known>(WAITS);
  if (!callers.has(key)) callers.set(key, ask);
  const answer = await ask(async () => {
    const { actor } = await callerOf(parts, headers, { isChange: false, takesTokens: true });
    // Its time begins anew with each answer.
    callers.set(key, ask);
    if (may(actor, 'server.watch', SERVER)) return 'all';
    return may(actor, 'status.see', SERVER) ? await countAttention(parts.db, actor) : null;
  });
  return answer.value;
}

function started(): Surroundings | null {
  try {
    return surroundings();
  } catch {
    return null;
  }
}
