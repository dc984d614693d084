// Where notifications go, as the API shows it: never the address of a webhook, never a secret.
import { z } from 'zod';
import { notificationKind, notificationStatus } from '@/db/schema';

export const notificationDeliverySchema = z
  .object({
    id: z.string().meta({ description: 'As the Freshet-Delivery header says it.' }),
    subject: z.string(),
    status: z.enum(notificationStatus.enumValues),
    attempts: z.int(),
    error: z.string().nullable().meta({ description: 'What came of the last attempt; null if it worked.' }),
    created_at: z.iso.datetime(),
    next_attempt_at: z.iso.datetime().nullable().meta({ description: 'Null if none follows.' }),
    sent_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'NotificationDelivery' });
export type NotificationDelivery = z.infer<typeof notificationDeliverySchema>;

export const notificationTargetSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(notificationKind.enumValues),
    name: z.string().nullable().meta({ description: 'What people call it; null if they gave no name.' }),
    hint: z.string().meta({ description: 'Scheme and host of a webhook, the whole of an e-mail address.' }),
    created_at: z.iso.datetime(),
    waiting: z.int().meta({ description: 'Messages that have not been sent yet.' }),
    last_delivery: notificationDeliverySchema
      .nullable()
      .meta({ description: 'The newest that was tried, else the newest that waits.' }),
  })
  .meta({ id: 'NotificationTarget' });
export type NotificationTarget = z.infer<typeof notificationTargetSchema>;

export const testOutcomeSchema = z
  .object({
    status: z.enum(['sent', 'failed']),
    message: z.string().meta({ description: 'What came of it, in plain words.' }),
  })
  .meta({ id: 'NotificationTest' });
export type TestOutcome = z.infer<typeof testOutcomeSchema>;
