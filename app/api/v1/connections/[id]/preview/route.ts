// What a sync of a connection would change.
import { handle, json } from '@/app/_http/respond';
import { previewConnection } from '@/lib/connections/sync/preview-connection';

export const POST = handle<{ id: string }>(async ({ ctx, params }) => json(await previewConnection(ctx, params.id)));
