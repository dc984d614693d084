// Pushes a repository to one of its mirrors now.
import { handle, json } from '@/app/_http/respond';
import { pushNow } from '@/lib/push-mirrors/request-push';

type Params = { id: string; mirrorId: string };

export const POST = handle<Params>(async ({ ctx, params }) => json(await pushNow(ctx, params.id, params.mirrorId)));
