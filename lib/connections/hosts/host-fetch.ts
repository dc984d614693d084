// Asks a code host's API: pinned to the address that was checked, never anywhere else, and with patience if it asks for it.
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/errors';
import { type AddressPolicy, checkHost } from '@/lib/net/check-host';
import { type CheckedAddress, fetchPinned } from '@/lib/net/request';
import { askedWait } from './asked-wait';

export interface HostAccess {
  /** As `apiBase` says it: nothing else is asked. */
  api: string;
  /** The value of Authorization; null for none. */
  authorization: string | null;
  policy: AddressPolicy;
  signal: AbortSignal;
}

/** Milliseconds for one answer, and its largest size in bytes. */
const ANSWER_MS = 30_000;
const MAX_BYTES = 16 * 1024 ** 2;
/** For all of one listing: pages, and seconds that the host may have us wait before another time is better. */
const MAX_REQUESTS = 400;
const MAX_WAIT_SECONDS = 90;
const MAX_REDIRECTS = 3;

/**
 * A `fetch` for the hosts' libraries. It answers what succeeded and 404; all else throws AppError: `limit` with the
 * seconds to wait if that is too long to wait here, else `upstream` with a kind.
 */
export function hostFetch(access: HostAccess): typeof fetch {
  const base = new URL(access.api);
  let checked: Promise<readonly string[]> | undefined;
  let [requests, waited] = [0, 0];

  async function askOnce(url: URL, headers: Record<string, string>): Promise<Response> {
    requests += 1;
    if (requests > MAX_REQUESTS) throw refused(base, `had us ask ${MAX_REQUESTS} times and was not done`);
    checked ??= addressesOf(base, access.policy, access.authorization !== null);
    const address: CheckedAddress = { url, addresses: await checked };
    const signal = AbortSignal.any([access.signal, AbortSignal.timeout(ANSWER_MS)]);
    try {
      return await fetchPinned(address, { headers, signal }, { ...access.policy, maxBytes: MAX_BYTES });
    } catch (cause) {
      access.signal.throwIfAborted();
      throw new AppError('upstream', `${base.host} did not answer as it should (${why(cause)}).`, {
        kind: 'network',
        retryable: true,
        cause,
      });
    }
  }

  return async (input, init) => {
    const headers = {
      accept: 'application/json',
      ...plain(init?.headers),
      'user-agent': 'Freshet',
      ...(access.authorization === null ? {} : { authorization: access.authorization }),
    };
    let url = within(base, String(input instanceof Request ? input.url : input));
    for (let redirects = 0; ; ) {
      const response = await askOnce(url, headers);
      const wait = askedWait(response);
      if (wait !== null) {
        if (waited + wait > MAX_WAIT_SECONDS) throw busy(base, wait);
        waited += wait;
        await sleep(wait * 1000, undefined, { signal: access.signal });
      } else if (response.status >= 300 && response.status < 400) {
        redirects += 1;
        if (redirects > MAX_REDIRECTS) throw refused(base, 'leads from one address to the next without an end');
        url = within(base, new URL(response.headers.get('location') ?? '', url).href);
      } else if (response.ok || response.status === 404) return response;
      else throw refusal(base, response.status, access.authorization !== null);
    }
  };
}

/** The credential goes to this API alone, whatever a link in an answer says. */
function within(base: URL, address: string): URL {
  const url = new URL(address);
  const folder = base.pathname.replace(/\/*$/, '/');
  if (url.origin === base.origin && `${url.pathname}/`.startsWith(folder)) return url;
  throw refused(base, `leads to another address (${url.host}), which is not followed`);
}

async function addressesOf(base: URL, policy: AddressPolicy, hasCredential: boolean): Promise<readonly string[]> {
  const host = base.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = Number(base.port) || (base.protocol === 'https:' ? 443 : 80);
  const { addresses, isListed } = await checkHost({ host, port }, policy);
  // As for git: over plain http a credential goes to nobody but whom an operator has listed.
  if (hasCredential && base.protocol === 'http:' && !isListed) {
    throw refused(base, 'is asked over plain http, which everybody on the way can read: a credential needs https');
  }
  return addresses;
}

function refusal(base: URL, status: number, hasCredential: boolean): AppError {
  if (status === 401 || status === 403) {
    const says = hasCredential
      ? 'refuses the credential. It may have expired, or lack the right to list repositories'
      : 'wants to know who asks. Give the connection a credential';
    return new AppError('upstream', `${base.host} ${says} (status ${status}).`, { kind: 'auth' });
  }
  const isTheirs = status >= 500;
  return new AppError('upstream', `${base.host} answered with status ${status}.`, {
    kind: 'network',
    retryable: isTheirs,
  });
}

function refused(base: URL, says: string): AppError {
  return new AppError('upstream', `${base.host} ${says}.`, { kind: 'policy' });
}

function busy(base: URL, seconds: number): AppError {
  return new AppError('limit', `${base.host} has a limit on how often it may be asked, and wants us to wait.`, {
    retryable: true,
    retryAfterSeconds: seconds,
  });
}

function why(cause: unknown): string {
  const { code, name, message } = cause as NodeJS.ErrnoException;
  if (name === 'TimeoutError') return `nothing within ${ANSWER_MS / 1000} seconds`;
  return code ?? (message || 'the connection broke off');
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
