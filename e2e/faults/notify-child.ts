// A process for tests: finds what there is to tell and dies, or sends it. Told by its arguments what to do.
import { sql } from 'drizzle-orm';
import { closeDatabase, openDatabase } from '@/db/client';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { addNotificationTarget } from '@/lib/notifications/add-target';
import { collectNotifications } from '@/lib/notifications/collect';
import { deliverNews } from '@/lib/notifications/send/deliver';
import { addRepos, FAILED } from '@/lib/notifications/testing';

const [part, url = ''] = process.argv.slice(2);
const env = parseEnv(process.env);
const db = await openDatabase(env, { isDurable: false });
const ctx: Context = { actor: { kind: 'operator' }, db, env, log, send: async () => {} };

if (part === 'collect') {
  await addNotificationTarget(ctx, { kind: 'webhook', url });
  const names = Array.from({ length: 200 }, (_, n) => `repo-${n}`);
  await addRepos(db, names, FAILED);
  await collectNotifications(ctx);
  process.kill(process.pid, 'SIGKILL');
}
// As if the time had passed for which a message counts as being sent.
await db.execute(sql`update notification_deliveries set next_attempt_at = now() where status = 'waiting'`);
const found = await collectNotifications(ctx);
const delivered = await deliverNews(ctx);
process.stdout.write(`${JSON.stringify({ found, ...delivered })}\n`);
await closeDatabase();
