// One account: changed, disabled, deleted.
import { handle, json, readBody } from '@/app/_http/respond';
import { deletePerson } from '@/lib/accounts/people/delete-person';
import { personChangesSchema, updatePerson } from '@/lib/accounts/people/update-person';
import { requireAdminWriter } from '@/lib/accounts/require-admin';

type Params = { id: string };

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireAdminWriter(ctx);
  return json(await updatePerson(ctx, params.id, await readBody(request, personChangesSchema)));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await deletePerson(ctx, params.id);
  return new Response(null, { status: 204 });
});
