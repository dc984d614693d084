// How Freshet itself reaches other servers: which authorities it trusts, and where a proxy stands between.
import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Env } from '@/lib/env';
import { specialAddress } from './address-rules';
import { authorities } from './authorities';

/** What an operator set about the way out (`FRESHET_CA_FILE`, `FRESHET_PROXY`). */
export type Outbound = Pick<Env, 'authorities' | 'proxy'>;

const MAX_ANSWER_BYTES = 64 * 1024 ** 2;

/** The proxy for a host with these addresses; what is not public is reached without one. Undefined: none. */
export function proxyFor(addresses: readonly string[], { proxy }: Partial<Outbound>): string | undefined {
  return addresses.length > 0 && addresses.every((address) => specialAddress(address) !== null) ? undefined : proxy;
}

/** Tunnels through the proxy; what is trusted on the way behind it is for the request to say. */
export function tunnel(proxy: string, o: Partial<Outbound>, { keepAlive = false } = {}): http.Agent {
  return new Tunnel(proxy, { ca: authorities(o.authorities), keepAlive });
}

/** Its answer is the proxy's word on the tunnel alone, and never counts as one of the host. */
class Tunnel extends HttpsProxyAgent<string> {
  override async connect(request: http.ClientRequest, options: AgentConnectOpts): Promise<Socket> {
    let status = 200;
    request.once('proxyConnect', (answer: { statusCode: number }) => {
      status = answer.statusCode;
    });
    const socket = await super.connect(request, options as Parameters<HttpsProxyAgent<string>['connect']>[1]);
    if (status === 200) return socket;
    socket.destroy();
    throw Object.assign(new Error(`the proxy refused with status ${status}`), { code: 'EPROXY' });
  }
}

/**
 * For requests to addresses that an operator has set: trusts what git trusts, and goes through the proxy to whatever is
 * public or cannot be resolved here.
 */
class OutboundAgent extends Agent {
  readonly #outbound: Partial<Outbound>;
  readonly #direct = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  #tunnel: http.Agent | undefined;

  constructor(outbound: Partial<Outbound>) {
    super();
    this.#outbound = outbound;
  }

  override async connect(_request: unknown, options: AgentConnectOpts): Promise<http.Agent> {
    Object.assign(options, { ca: authorities(this.#outbound.authorities) });
    const proxy = this.#outbound.proxy && proxyFor(await addressesOf(options.host ?? ''), this.#outbound);
    if (!proxy) return this.#direct[options.secureEndpoint ? 'https' : 'http'];
    this.#tunnel ??= tunnel(proxy, this.#outbound, { keepAlive: true });
    return this.#tunnel;
  }
}

let last: { key: string; agent: OutboundAgent } | undefined;

/** The same one for the same settings, so that connections are used again. */
export function outboundAgent({ authorities: own, proxy }: Partial<Outbound>): http.Agent {
  const key = `${proxy ?? ''}\n${own ?? ''}`;
  if (last?.key !== key) last = { key, agent: new OutboundAgent({ authorities: own, proxy }) };
  return last.agent;
}

async function addressesOf(host: string): Promise<string[]> {
  const name = host.replace(/^\[|\]$/g, '');
  if (isIP(name)) return [name];
  return (await lookup(name, { all: true }).catch(() => [])).map(({ address }) => address);
}

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/**
 * One request and its whole answer, 64 MiB at most; redirects are answers like others. Throws what the connection
 * failed with.
 */
export async function ask(url: string, o: Question, outbound: Partial<Outbound>): Promise<Response> {
  const { request } = url.startsWith('https:') ? https : http;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(url, {
      method: o.method ?? 'GET',
      agent: outboundAgent(outbound),
      signal: o.signal,
      headers: {
        ...o.headers,
        ...(o.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(o.body)) }),
      },
    });
    call.once('response', resolve);
    // It may come after the answer too, and must not be nobody's then.
    call.on('error', reject);
    // An answer that changes the protocol ends the connection without either.
    call.once('close', () => reject(new Error('closed without an answer')));
    call.end(o.body);
  });
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  const status = answer.statusCode ?? 0;
  const retryAfter = answer.headers['retry-after'];
  // These two have no body, and a Response insists on it.
  return new Response([204, 205, 304].includes(status) ? null : Buffer.concat(parts), {
    status,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  });
}
