// Answers what is asked most often without the framework's router, which takes longer than such an answer itself. It calls
// the route's own handler, so an answer is the same by either way.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { GET as search } from '@/app/api/v1/search/route';
import { SECURITY_HEADERS } from './security-headers';

type Handler = (request: Request, route: { params: Promise<Record<never, never>> }) => Promise<Response>;

const HANDLERS: Record<string, Handler> = { '/api/v1/search': search };

/** Less does not get any shorter. */
const LEAST_ZIPPED = 1024;
const zip = promisify(gzip);

/** True if `answerDirectly` answers this request. */
export function isAnsweredDirectly(method: string, url: string): boolean {
  return method === 'GET' && Object.hasOwn(HANDLERS, url.split('?', 1)[0] ?? '');
}

/** Answers with what the route's handler gives; throws nothing that the handler does not. */
export async function answerDirectly(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '/';
  const handler = HANDLERS[target.split('?', 1)[0] ?? ''];
  if (!handler) throw new Error(`Nothing answers ${target.split('?', 1)[0]} directly.`);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  // Handlers read no more of the address than its path and query: who asks for which host is in the headers.
  const asked = new Request(`http://localhost${target}`, { headers: headersOf(request), signal: gone.signal });
  const answer = await handler(asked, { params: Promise.resolve({}) });
  let body: Buffer = Buffer.from(await answer.arrayBuffer());
  const headers = Object.fromEntries([
    ...SECURITY_HEADERS.map(({ key, value }) => [key.toLowerCase(), value] as const),
    ...answer.headers,
  ]);
  if (body.length >= LEAST_ZIPPED) {
    headers.vary = 'accept-encoding';
    if (takesGzip(request)) {
      body = await zip(body);
      headers['content-encoding'] = 'gzip';
    }
  }
  if (gone.signal.aborted) return;
  response.writeHead(answer.status, { ...headers, 'content-length': String(body.length) }).end(body);
}

function takesGzip(request: IncomingMessage): boolean {
  return /(?:^|[,\s])gzip\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
