// Adds where notifications go, after checking that they may go there.
import { randomBytes } from 'node:crypto';
import { isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { LOCKS } from '@/db/advisory-locks';
import { deliveries, deliveryTargets, notificationTargets, repos, secretSettings } from '@/db/schema';
import { emailAddress } from '@/lib/accounts/person';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { remotePolicy } from '@/lib/git/runner/remote-policy';
import { decryptToken, encryptToken, loadSecret } from '@/lib/secrets';
import type { NotificationTarget } from './notification-target';
import { NO_MAIL } from './send/send';
import { checkWebhookUrl, webhookHint } from './send/webhook-address';

const MOST_TARGETS = 50;

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: 'Tells addresses on one host apart: the rest of an address is not shown.' });

export const newTargetSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('webhook'),
      url: z.string().max(4096).meta({ description: 'Stored encrypted and never shown.' }),
      name,
    }),
    z.strictObject({ kind: z.literal('email'), address: emailAddress, name }),
  ])
  .meta({ id: 'NewNotificationTarget' });
export type NewTarget = z.infer<typeof newTargetSchema>;

export interface AddedTarget {
  target: NotificationTarget;
  /** What a webhook is signed with, shown this once; null for e-mail. */
  secret: string | null;
}

/**
 * Throws `invalid` for an address that is refused and for e-mail on a server that sends none, `upstream` for a host
 * that cannot be found, `conflict` for one that is there already, `limit`, and what `requireAdminWriter` throws.
 */
export async function addNotificationTarget(ctx: Context, input: NewTarget): Promise<AddedTarget> {
  requireAdminWriter(ctx, 'notifications');
  const { address, hint } = await checked(ctx, input);
  const key = loadSecret(ctx.env);
  const secret = input.kind === 'webhook' ? randomBytes(32).toString('base64url') : null;
  const row = await ctx.db.transaction(async (tx) => {
    // "The first" and "there already" are about all rows at once.
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.notificationTargets})`);
    const known = await tx.select({ ciphertext: notificationTargets.addressCiphertext }).from(notificationTargets);
    if (known.some(({ ciphertext }) => readOrNull(ciphertext, key) === address)) {
      throw new AppError('conflict', 'Notifications go there already.');
    }
    if (known.length >= MOST_TARGETS) {
      throw new AppError('limit', `There are ${MOST_TARGETS} addresses already, the most there may be.`);
    }
    // Nobody was there to be told, so repositories that work again are no news, and those that fail are.
    if (known.length === 0) {
      await tx
        .update(repos)
        .set({
          notifiedAs: null,
          notifiedAt: null,
          notifiedRefusedAt: null,
          notifiedHeldBackAt: null,
          notifiedSince: null,
        })
        .where(isNotNull(repos.notifiedAt));
      await tx.update(deliveries).set({ notifiedAs: null, notifiedAt: null, notifiedSince: null });
      await tx.update(deliveryTargets).set({ notifiedAt: null }).where(isNotNull(deliveryTargets.notifiedAt));
      await tx.update(secretSettings).set({ notifiedAt: null }).where(isNotNull(secretSettings.notifiedAt));
    }
    const [added] = await tx
      .insert(notificationTargets)
      .values({
        kind: input.kind,
        hint,
        name: input.name ?? null,
        addressCiphertext: encryptToken(address, key),
        secretCiphertext: secret === null ? null : encryptToken(secret, key),
        createdBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
      })
      .returning();
    if (!added) throw new Error('Nothing was inserted.');
    await recordAudit(tx, ctx, {
      verb: 'notification_target.add',
      subject: { kind: 'notification_target', id: added.id, name: added.name ?? hint },
      after: { kind: added.kind, hint },
    });
    return added;
  });
  const { id, kind, createdAt } = row;
  return {
    target: { id, kind, name: row.name, hint, created_at: createdAt.toISOString(), waiting: 0, last_delivery: null },
    secret,
  };
}

async function checked(ctx: Context, input: NewTarget): Promise<{ address: string; hint: string }> {
  if (input.kind === 'webhook') {
    const { url } = await checkWebhookUrl(input.url, remotePolicy(ctx.env));
    return { address: url.href, hint: webhookHint(url) };
  }
  if (!ctx.env.mail) throw new AppError('invalid', NO_MAIL);
  return { address: input.address, hint: input.address };
}

function readOrNull(ciphertext: Buffer, key: Buffer): string | null {
  try {
    return decryptToken(ciphertext, key);
  } catch {
    return null;
  }
}
