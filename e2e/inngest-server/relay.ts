// Listens for the Inngest server's calls and records them.
import type http from 'node:http';
import { Readable } from 'node:stream';

export interface Exchange {
  url: string;
  asked: unknown;
  status: number;
  retryAfter: string | null;
  noRetry: string | null;
  answered: unknown;
}
/** Calls so far. */
export const exchanges: Exchange[] = [];

/** Hands a request of node:http to a handler of the web's kind, and keeps what was said. */
export async function relay(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const asked = Buffer.concat(chunks).toString('utf8');
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' ? undefined : asked;
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const response = await handle(new Request(url, { method, headers, body }));
  const answered = await response.text();
  if (method === 'POST') {
    exchanges.push({
      url: incoming.url ?? '',
      asked: parse(asked),
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      noRetry: response.headers.get('x-inngest-no-retry'),
      answered: parse(answered),
    });
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  Readable.from([answered]).pipe(outgoing);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
