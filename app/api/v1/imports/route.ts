// Many repositories at once.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { importRepos } from '@/lib/imports/import-repos';
import { importSchema, MAX_IMPORT_BYTES } from '@/lib/imports/import-settings';

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  return json(await importRepos(ctx, await readBody(request, importSchema, MAX_IMPORT_BYTES)));
});
