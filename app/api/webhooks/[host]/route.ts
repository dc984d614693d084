// What code hosts send after a push. The signature alone speaks for the sender: no session, no Origin.
import { readBytes } from '@/app/_http/body';
import { surroundings } from '@/app/_http/context';
import { requireLoopbackHost } from '@/app/_http/origin';
import { json, problem } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { requireHost } from '@/lib/webhooks/payload/hosts';
import { receiveWebhook } from '@/lib/webhooks/receive';

/** Hosts send less: GitHub lists at most 2,048 commits, the others 20 or so. */
const MAX_BODY = 5 * 1024 * 1024;

/** Whatever comes of what is signed, the answer is the same. */
export async function POST(request: Request, route: { params: Promise<{ host: string }> }): Promise<Response> {
  try {
    const host = requireHost((await route.params).host);
    const ctx = surroundings();
    if (ctx.env.auth === 'disabled') requireLoopbackHost(request.headers);
    requireWriter({ actor: { kind: 'system' }, env: ctx.env });
    await receiveWebhook(ctx, host, { headers: request.headers, body: await readBytes(request, MAX_BODY) });
    return json({}, 202);
  } catch (error) {
    return problem(error, request);
  }
}
