// Where notifications go, for administrators, each with what came of its last message.
import { sql } from 'drizzle-orm';
import {
  notificationDeliveries as deliveries,
  type NotificationKind,
  notificationTargets as targets,
} from '@/db/schema';
import { requireAdmin } from '@/lib/accounts/require-admin';
import type { Context } from '@/lib/context';
import { headline } from './message/compose';
import { notificationSchema } from './message/notification';
import type { NotificationDelivery, NotificationTarget } from './notification-target';
import { deliveryIdOf } from './send/deliver';

interface Row extends Record<string, unknown> {
  id: string;
  kind: NotificationKind;
  name: string | null;
  hint: string;
  created_at: string;
  waiting: number;
  delivery_id: string | null;
  payload: unknown;
  status: NotificationDelivery['status'];
  attempts: number;
  error: string | null;
  asked_at: string;
  next_attempt_at: string;
  sent_at: string | null;
}

/** The oldest first. Throws `unauthenticated` and `forbidden`. */
export async function listNotificationTargets(ctx: Context): Promise<NotificationTarget[]> {
  requireAdmin(ctx, 'notifications');
  const rows = await ctx.db.execute<Row>(sql`
    select t.id, t.kind, t.name, t.hint, t.created_at, d.id as delivery_id, d.payload, d.status, d.attempts, d.error,
      d.created_at as asked_at, d.next_attempt_at, d.sent_at,
      (select count(*)::int from ${deliveries} w where w.target_id = t.id and w.status = 'waiting') as waiting
    from ${targets} t left join lateral (
      select * from ${deliveries} l where l.target_id = t.id order by (l.attempts > 0) desc, l.id desc limit 1
    ) d on true
    order by t.created_at, t.id`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    hint: row.hint,
    created_at: iso(row.created_at),
    waiting: row.waiting,
    last_delivery: row.delivery_id === null ? null : toDelivery(row, row.delivery_id),
  }));
}

function toDelivery(row: Row, id: string): NotificationDelivery {
  const notification = notificationSchema.parse(row.payload);
  return {
    id: deliveryIdOf(row.id, id),
    subject: notification.is_test ? 'A test' : headline(notification),
    status: row.status,
    attempts: row.attempts,
    error: row.error,
    created_at: iso(row.asked_at),
    next_attempt_at: row.status === 'waiting' ? iso(row.next_attempt_at) : null,
    sent_at: row.sent_at === null ? null : iso(row.sent_at),
  };
}

function iso(at: string): string {
  return new Date(at).toISOString();
}
