// The runs of all repositories that the caller may see, the newest first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { runsQuery } from '@/app/api/_params';
import { listAllRuns } from '@/lib/runs/list-all-runs';

export const GET = handle(async ({ request, ctx }) => json(await listAllRuns(ctx, readQuery(request, runsQuery))));
