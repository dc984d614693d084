// The HTTP API on a port of loopback, by its route handlers, for programs that talk to a server.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { provideSurroundings, type Surroundings } from '@/app/_http/context';
import { answerTo } from '@/app/api/_testing';

export interface ApiServer {
  url: string;
  port: number;
  /** `METHOD /path?query` of all that was asked. */
  asked: string[];
  close: () => Promise<void>;
}

/** Answers in these surroundings until it is closed. One at a time per process. */
export async function startApiServer(surroundings: Surroundings): Promise<ApiServer> {
  provideSurroundings(surroundings);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    close: async () => {
      provideSurroundings(undefined);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, String(value));
  const given = await answerTo(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers,
      signal: gone.signal,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    }),
  );
  response.writeHead(given.status, Object.fromEntries(given.headers));
  if (given.body) await pipeline(Readable.fromWeb(given.body as NodeStream), response);
  else response.end();
}
