// Webhooks as the API shows them.
import { z } from 'zod';
import { webhookHost, webhookOutcome } from '@/db/schema';

export const webhookDeliverySchema = z
  .object({
    id: z.int(),
    event: z.string().meta({
      description: 'push, tag, branch_created, branch_deleted, ping, or the host’s own name of what is ignored.',
    }),
    repo: z
      .object({ id: z.string(), org: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'The first repository that it was about; null if there is none.' }),
    repo_count: z.int().meta({ description: 'How many repositories have that source.' }),
    about: z
      .string()
      .nullable()
      .meta({
        description:
          'Where the host says that its repository lies, such as git.example/acme/rivers. Null if a repository here is ' +
          'known by that, and if it says nothing of one.',
      }),
    outcome: z.enum(webhookOutcome.enumValues).meta({
      description:
        'started: a sync was. coalesced: one sync follows for several. answered: a test. ignored: nothing to sync. ' +
        'unknown: no such repository here. unreadable: no JSON.',
    }),
    received_at: z.string(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const webhookSchema = z
  .object({
    host: z.enum(webhookHost.enumValues),
    path: z.string().meta({ description: 'Where the host sends to, on this server.' }),
    secret_set_at: z
      .string()
      .nullable()
      .meta({ description: 'Null: no secret is set, and all deliveries are refused.' }),
    refused: z
      .object({ count: z.int(), last_at: z.string() })
      .nullable()
      .meta({
        description:
          'Deliveries that were refused since the last good one, for two weeks: the secret was wrong or missing, or none ' +
          'was set here. Null if there are none. It may be some seconds behind.',
      }),
    deliveries: z.array(webhookDeliverySchema).meta({ description: 'The last 20 that were signed, newest first.' }),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;
