// Says that the server is up and whether its database answers; never waits long for it.
import { health } from '@/app/_http/health';

export async function GET(request: Request): Promise<Response> {
  const state = await health(request.headers);
  return Response.json(state, {
    status: state.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
