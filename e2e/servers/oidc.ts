// A real OpenID Connect provider on loopback, for tests: whoever signs in there is who they say.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface OidcClaims {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface OidcServer {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the provider says of each account, by the name it signs in with. */
  accounts: Map<string, OidcClaims>;
  /** Query of every authorization request so far. */
  requests: URLSearchParams[];
  /** Walks an authorization request through sign-in and consent; returns the address it ends at, at the client. */
  authorize(url: string, account: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts a provider with one client, which must use PKCE. */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const accounts = new Map<string, OidcClaims>();
  const requests: URLSearchParams[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'freshet', client_secret: 'a secret between the two', redirect_uris: [redirectUri] };
  const provider = new Provider(issuer, {
    clients: [client],
    pkce: { required: () => true },
    cookies: { keys: ['for tests'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: async (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/auth') requests.push(url.searchParams);
    void answer(request, response);
  });
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    accounts,
    requests,
    authorize: (url, account) => authorize(url, account, issuer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function authorize(url: string, account: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = url;
  let form: Record<string, string> | null = null;
  for (let step = 0; step < 12; step++) {
    const response: Response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const pair = cookie.split(';')[0] ?? '';
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (location) {
      next = new URL(location, next).href;
      form = null;
      if (!next.startsWith(issuer)) return next;
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(login|consent)"/.exec(page)?.[1];
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (!prompt || !action) throw new Error(`The provider answered ${response.status}: ${page.slice(0, 300)}`);
    next = new URL(action, next).href;
    form = prompt === 'login' ? { prompt, login: account, password: 'any' } : { prompt };
  }
  throw new Error('The provider never came to an end.');
}
