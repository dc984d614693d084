// How Freshet itself reaches other servers: which authorities it trusts, and whether a proxy stands between.
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { specialAddress } from './address-rules';
import { authorities } from './authorities';

/** What an operator set about the way out (`FRESHET_CA_FILE`, `FRESHET_PROXY`). */
export interface Outbound {
  /** Certificates that are trusted beside the system's (PEM). */
  authorities: string | undefined;
  /** The way to whatever has a public address. May hold a password: it is never logged. */
  proxy: string | undefined;
}

/** The proxy for a host with these addresses; what is not public is reached without one. Undefined: none. */
export function proxyFor(addresses: readonly string[], { proxy }: Partial<Outbound>): string | undefined {
  return addresses.length > 0 && addresses.every((address) => specialAddress(address) !== null) ? undefined : proxy;
}

/** Tunnels through the proxy; what is trusted on the way behind it is for the request to say. */
export function tunnel(proxy: string, options: Partial<Outbound>, { keepAlive = false } = {}): http.Agent {
  return new Tunnel(proxy, { ca: authorities(options.authorities), keepAlive });
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
