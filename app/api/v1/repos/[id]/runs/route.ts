// A repository's runs, the newest first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { pageQuery } from '@/app/api/_params';
import { listRuns } from '@/lib/runs/list-runs';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) =>
  json(await listRuns(ctx, params.id, readQuery(request, pageQuery))),
);
