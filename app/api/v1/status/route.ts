// How fresh everything is, what needs attention, and how runs went.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { readStatus } from '@/lib/status/read-status';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json(await readStatus(ctx));
});
