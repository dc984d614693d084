// The accounts and the open invites, for administrators.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { listPeople } from '@/lib/accounts/people/list-people';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json(await listPeople(ctx));
});
