// The HTTP API with its types.
import createClient, { type Client } from 'openapi-fetch';
import { isLoopback } from '../config/address';
import { currentProfile, type Profile } from '../config/profile';
import { CliError, EXIT } from '../errors';
import { warn } from '../terminal/say';
import { problemOf } from './problem';
import type { components, paths } from './schema';
import { type TransportOptions, transport } from './transport';

export type Schemas = components['schemas'];

export interface Api {
  profile: Profile;
  client: Client<paths>;
}

/** The API of the server that is logged in to, or of `profile`. */
export function openApi(profile: Profile = currentProfile(), options: TransportOptions = {}): Api {
  const { protocol, hostname } = new URL(profile.url);
  if (protocol === 'http:' && !isLoopback(hostname)) warnOfPlainHttp(hostname, profile.token !== null);
  return { profile, client: createClient<paths>({ baseUrl: profile.url, fetch: transport(profile, options) }) };
}

/** What the server answered. Throws CliError with the server's own sentence and the exit code that belongs to it. */
export async function answer<T>(
  api: Api,
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let result: Awaited<typeof call>;
  try {
    result = await call;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw notFreshet(api.profile, cause);
    throw cause;
  }
  if (!result.response.ok) throw problemOf(result.response.status, result.error, api.profile);
  if (result.response.status !== 204 && (typeof result.data !== 'object' || result.data === null)) {
    throw notFreshet(api.profile);
  }
  return result.data as T;
}

export function notFreshet(profile: Profile, cause?: unknown): CliError {
  return new CliError(
    EXIT.failed,
    `What answers at ${profile.url} is not Freshet, or not one of this version. Check the address (freshet login).`,
    { cause },
  );
}

const warned = new Set<string>();
function warnOfPlainHttp(hostname: string, hasToken: boolean): void {
  if (warned.has(hostname)) return;
  warned.add(hostname);
  const what = hasToken ? 'the token and all answers' : 'all answers';
  warn(`${hostname} is asked over plain http: whoever is on the way can read ${what}. Use https.`);
}
