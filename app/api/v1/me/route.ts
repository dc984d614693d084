// Who the caller is, and how one signs in here.

import { providerNames } from '@/app/_auth/providers';
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { getMe } from '@/lib/accounts/get-me';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  const providers = ctx.env.auth === 'disabled' ? [] : providerNames(ctx.env);
  return json({
    person: await getMe(ctx),
    accounts: ctx.env.auth === 'accounts',
    read_only: ctx.env.readOnly,
    providers,
  });
});
