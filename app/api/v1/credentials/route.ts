// Stored credentials: those that the caller may have repositories use, and new ones.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { credentialsQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { createCredential } from '@/lib/credentials/create-credential';
import { newCredentialSchema } from '@/lib/credentials/credential-input';
import { listCredentials } from '@/lib/credentials/list-credentials';

export const GET = handle(async ({ request, ctx }) => {
  const query = readQuery(request, credentialsQuery);
  return json({ items: await listCredentials(ctx, query), next_cursor: null });
});

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  return json(await createCredential(ctx, await readBody(request, newCredentialSchema)), 201);
});
