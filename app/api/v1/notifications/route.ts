// Where notifications go, for administrators: listed and added.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { addNotificationTarget, newTargetSchema } from '@/lib/notifications/add-target';
import { listNotificationTargets } from '@/lib/notifications/list-targets';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json({ targets: await listNotificationTargets(ctx) });
});

export const POST = handle(async ({ request, ctx }) => {
  requireAdminWriter(ctx, 'notifications');
  return json(await addNotificationTarget(ctx, await readBody(request, newTargetSchema)), 201);
});
