// Looks for secrets in a repository's default branch now.
import { handle, json } from '@/app/_http/respond';
import { scanNow } from '@/lib/secret-scans/request-scan';

export const POST = handle<{ id: string }>(async ({ ctx, params }) => json(await scanNow(ctx, params.id)));
