// The Inngest client that functions are declared on. Its network is the embedded engine, unless a real server is named.
import { Inngest } from 'inngest';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { engineFetch } from './runner/engine-fetch';
import { enginePort } from './runner/engine-port';
import { sdkLogger } from './sdk-logger';

const { inngest: settings } = env();

export const inngest = new Inngest({
  id: 'freshet',
  logger: sdkLogger(log),
  aiMetadata: false,
  ...(settings.external
    ? {}
    : {
        // Not signed: the handler is called in process and served to nobody.
        isDev: true,
        fetch: (input: RequestInfo | URL, init?: RequestInit) => engineFetch(enginePort(), input, init),
        // A call lasts as long as its run: there is no request that could time out.
        checkpointing: { maxRuntime: 0 },
      }),
});
