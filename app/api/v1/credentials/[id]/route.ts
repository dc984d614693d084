// One stored credential: all but its secret, another name or secret, its end.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { changeCredential } from '@/lib/credentials/change-credential';
import { credentialChangesSchema } from '@/lib/credentials/credential-input';
import { deleteCredential } from '@/lib/credentials/delete-credential';
import { getCredential } from '@/lib/credentials/list-credentials';
import { visibleCredential } from '@/lib/credentials/visible-credentials';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getCredential(ctx, params.id));
});

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleCredential(ctx, params.id, 'org.manage-credentials');
  return json(await changeCredential(ctx, params.id, await readBody(request, credentialChangesSchema)));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await deleteCredential(ctx, params.id);
  return new Response(null, { status: 204 });
});
