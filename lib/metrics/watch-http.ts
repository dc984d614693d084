// Times every answer of the server as Node announces it: pages, the API and files alike.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { instruments } from '@/lib/instruments';
import { routeClass } from './route-class';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** Begins to count. Call it once in a process. */
export function watchHttp(): void {
  const open = new WeakMap<IncomingMessage, { startedAt: number; route: string }>();
  subscribe('http.server.request.start', (message) => {
    const { request } = message as Exchange;
    // Read at once: a server may rewrite the address on its way.
    open.set(request, { startedAt: performance.now(), route: routeClass(request.url ?? '') });
  });
  subscribe('http.server.response.finish', (message) => {
    const { request, response } = message as Exchange;
    const begun = open.get(request);
    if (!begun) return;
    const status = `${Math.floor(response.statusCode / 100)}xx`;
    instruments().httpSeconds.observe({ route: begun.route, status }, (performance.now() - begun.startedAt) / 1000);
  });
}
