// Where a real Inngest server calls the functions; closed while the embedded runner drives them.
import { findEngine } from '@/inngest/start';

export const dynamic = 'force-dynamic';

async function answer(request: Request): Promise<Response> {
  const handle = findEngine()?.handle;
  if (handle) return await handle(request);
  return Response.json(
    { type: 'about:blank', title: 'Not found', status: 404, code: 'not_found', detail: 'There is nothing here.' },
    { status: 404, headers: { 'content-type': 'application/problem+json' } },
  );
}

export { answer as GET, answer as POST, answer as PUT };
