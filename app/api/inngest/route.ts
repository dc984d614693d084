// Where a real Inngest server calls the functions; closed while the embedded runner drives them.
import { readBytes } from '@/app/_http/body';
import { problem } from '@/app/_http/respond';
import { findEngine } from '@/inngest/start';
import { AppError } from '@/lib/errors';

export const dynamic = 'force-dynamic';

/** Steps hand on ids and counts; a stranger's body is not read further before its signature is looked at. */
const MAX_BODY = 8 * 1024 * 1024;

async function answer(request: Request): Promise<Response> {
  try {
    const handle = findEngine()?.handle;
    if (!handle) throw new AppError('not_found', 'There is nothing here.');
    const body = request.method === 'GET' ? null : new Uint8Array(await readBytes(request, MAX_BODY));
    return await handle(new Request(request.url, { method: request.method, headers: request.headers, body }));
  } catch (error) {
    return problem(error, request);
  }
}

export { answer as GET, answer as POST, answer as PUT };
