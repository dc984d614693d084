// Takes a repository out of the bin.
import { handle, json } from '@/app/_http/respond';
import { restoreRepo } from '@/lib/repos/life/restore-repo';

export const POST = handle<{ id: string }>(async ({ ctx, params }) => json(await restoreRepo(ctx, params.id)));
