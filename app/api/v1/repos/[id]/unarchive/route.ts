// Takes a repository out of the archive.
import { handle, json } from '@/app/_http/respond';
import { unarchiveRepo } from '@/lib/repos/life/archive-repo';

export const POST = handle<{ id: string }>(async ({ ctx, params }) => json(await unarchiveRepo(ctx, params.id)));
