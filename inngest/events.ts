// The events that leave lib, with schemas that both engines check.
import { type EventType, eventType } from 'inngest';
import { z } from 'zod';
import type { AppEvent } from '@/lib/context';

type DataOf<Name extends AppEvent['name']> = Extract<AppEvent, { name: Name }>['data'];

/** A trigger for createFunction whose `parse` reads the same data if it arrives untyped. */
export type AppEventType<Name extends AppEvent['name']> = EventType<Name, z.ZodType<DataOf<Name>, DataOf<Name>>> & {
  parse: (event: unknown) => DataOf<Name>;
};

function define<Name extends AppEvent['name']>(
  name: Name,
  schema: z.ZodType<DataOf<Name>, DataOf<Name>>,
): AppEventType<Name> {
  const envelope = z.object({ name: z.literal(name as string), data: schema });
  const type = eventType(name, { schema: schema as never }) as unknown as AppEventType<Name>;
  return Object.assign(type, { parse: (event: unknown) => envelope.parse(event).data as DataOf<Name> });
}

export const syncRequested = define('repo/sync.requested', z.object({ repo_id: z.uuid(), run_id: z.uuid() }));
export const runCancelled = define('repo/run.cancelled', z.object({ repo_id: z.uuid(), run_id: z.uuid() }));
export const pushRequested = define(
  'repo/push.requested',
  z.object({ repo_id: z.uuid(), mirror_id: z.uuid(), push_id: z.uuid() }),
);
export const repoDeleted = define('repo/deleted', z.object({ repo_id: z.uuid() }));
export const connectionSyncRequested = define(
  'connection/sync.requested',
  z.object({ connection_id: z.uuid(), run_id: z.uuid() }),
);
export const deliveryRequested = define('delivery/run.requested', z.object({ repo_id: z.uuid(), run_id: z.uuid() }));
export const targetDeliveryRequested = define(
  'delivery/target.requested',
  z.object({ repo_id: z.uuid(), run_id: z.uuid(), target_id: z.uuid() }),
);
export const deliveryCancelled = define('delivery/run.cancelled', z.object({ repo_id: z.uuid(), run_id: z.uuid() }));
export const verifyRequested = define(
  'delivery/verify.requested',
  z.object({ repo_id: z.uuid(), delivery_id: z.uuid(), check_id: z.uuid(), deep: z.boolean().optional() }),
);
export const secretsRequested = define('repo/secrets.requested', z.object({ repo_id: z.uuid(), commit: z.string() }));
export const reembedRequested = define('models/reembed.requested', z.object({ model_id: z.int() }));
export const followUpRequested = define('repo/follow-up.requested', z.object({ repo_id: z.uuid() }));
