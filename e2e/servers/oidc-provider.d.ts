// The little of oidc-provider, which ships no types, that the test server uses.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Account {
    accountId: string;
    claims: () => Promise<{ sub: string }>;
  }

  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: { client_id: string; client_secret: string; redirect_uris: string[] }[];
        pkce: { required: () => boolean };
        cookies: { keys: string[] };
        ttl: Record<string, number>;
        claims: Record<string, string[]>;
        findAccount: (ctx: unknown, id: string) => Promise<Account>;
      },
    );
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  }
}
