// Learns from the SDK, in its own words, what the functions declare: an in-band sync, in process.
import { z } from 'zod';
import { type FunctionSpec, readConfigs } from './config/config';
import type { Handler } from './steps/protocol';

/** Nothing listens here: requests are handed to the handler as objects. */
const SELF = 'http://freshet.invalid/api/inngest';

/** Returns what every function declares. Throws if one cannot be read or asks for what the engine does not do. */
export async function syncFunctions(handler: Handler): Promise<FunctionSpec[]> {
  const response = await handler(
    new Request(SELF, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', host: 'freshet.invalid', 'x-inngest-sync-kind': 'in_band' },
      body: JSON.stringify({ url: SELF }),
    }),
  );
  const text = await response.text();
  if (response.status !== 200) throw new Error(`The functions could not be read (${response.status}): ${text}`);
  return readConfigs(z.object({ functions: z.array(z.unknown()) }).parse(JSON.parse(text)).functions);
}
