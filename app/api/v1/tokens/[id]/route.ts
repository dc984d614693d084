// One token: how it stands, and its end.
import { handle, json } from '@/app/_http/respond';
import { getToken } from '@/lib/tokens/list-tokens';
import { revokeToken } from '@/lib/tokens/revoke-token';

type Params = { id: string };

export const GET = handle<Params>(async ({ ctx, params }) => json(await getToken(ctx, params.id)));

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await revokeToken(ctx, params.id);
  return new Response(null, { status: 204 });
});
