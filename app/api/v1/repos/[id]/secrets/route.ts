// The secrets that were found in a repository, and when they are looked for.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { secretsQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { changeSecretSettings } from '@/lib/secret-scans/change-settings';
import { readSecrets } from '@/lib/secret-scans/read-secrets';
import { secretSettingsSchema } from '@/lib/secret-scans/scan';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  const query = readQuery(request, secretsQuery);
  return json(await readSecrets(ctx, params.id, query));
});

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.manage-deliveries');
  return json(await changeSecretSettings(ctx, params.id, await readBody(request, secretSettingsSchema)));
});
