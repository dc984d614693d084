// Tokens: those of the caller and of organisations that it manages, and new ones.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { listTokens } from '@/lib/tokens/list-tokens';
import { makeToken, newTokenSchema } from '@/lib/tokens/make-token';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json({ items: await listTokens(ctx), next_cursor: null });
});

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const { token, secret } = await makeToken(ctx, await readBody(request, newTokenSchema));
  return json({ ...token, token: secret }, 201);
});
