// Archives a repository: it stays searchable, is not synced and takes no pushes.
import { handle, json } from '@/app/_http/respond';
import { archiveRepo } from '@/lib/repos/life/archive-repo';

export const POST = handle<{ id: string }>(async ({ ctx, params }) => json(await archiveRepo(ctx, params.id)));
