// What git must not do by itself over http: follow a redirect (we do, on the same host), or believe that any page is a
// repository (git falls back to reading plain files, and then takes an empty page for an empty repository).
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { AppError } from '@/lib/errors';
import { authorizationHeader } from './credentials';
import { HttpStatusError, statusError } from './errors';
import { type ValidatedRemote, validateRemote } from './remote-policy';
import { bracketed } from './remote-url';
import { retryAfterSeconds } from './retry-after';

const MAX_HOPS = 3;
const PROBE_TIMEOUT_MS = 15_000;
const ADVERTISEMENT = '/info/refs?service=git-upload-pack';

/**
 * Runs `work` against a remote; where the host answers that the repository has moved, and it has moved on the same
 * host (a renamed repository, http to https), again at the new address. Any other redirect is an AppError
 * (kind `policy`), and nothing is ever sent to where it points.
 */
export async function atRemote<T>(
  remote: ValidatedRemote,
  o: { token?: string | undefined; signal?: AbortSignal | undefined },
  work: (remote: ValidatedRemote) => Promise<T>,
): Promise<T> {
  let current = remote;
  for (let hop = 0; ; hop += 1) {
    try {
      return await work(current);
    } catch (error) {
      const status = error instanceof AppError && error.cause instanceof HttpStatusError ? error.cause.status : 0;
      if (status === 429) throw await withRetryAfter(current, o, error);
      if (status < 300 || status >= 400 || hop >= MAX_HOPS) throw error;
      current = await moved(current, o, error);
    }
  }
}

/** Throws AppError (kind `not_found`) where what answers is no git server with the smart protocol. */
export async function assertGitServer(
  remote: ValidatedRemote,
  o: { token?: string | undefined; signal?: AbortSignal | undefined },
): Promise<void> {
  if (remote.protocol === 'ssh') return;
  const { status, contentType } = await probe(remote, o);
  if (status !== 200 || contentType?.startsWith('application/x-git-upload-pack-advertisement')) return;
  throw new AppError('upstream', `What ${remote.host} answers at this address is not a git repository.`, {
    kind: 'not_found',
  });
}

async function moved(
  remote: ValidatedRemote,
  o: { token?: string | undefined; signal?: AbortSignal | undefined },
  error: unknown,
): Promise<ValidatedRemote> {
  const { location } = await probe(remote, o);
  if (!location) throw error;
  const from = new URL(remote.url);
  const to = URL.canParse(location, remote.url) ? new URL(location, remote.url + ADVERTISEMENT) : null;
  const isUpgrade = from.protocol === 'http:' && to?.protocol === 'https:' && from.port === '' && to.port === '';
  if (!to || to.hostname !== from.hostname || !(to.origin === from.origin || isUpgrade)) throw elsewhere(remote, error);
  if (!to.pathname.endsWith('/info/refs') || to.username || to.password) throw elsewhere(remote, error);
  return validateRemote(`${to.origin}${to.pathname.slice(0, -'/info/refs'.length)}`, remote.policy);
}

function elsewhere(remote: ValidatedRemote, cause: unknown): AppError {
  return new AppError(
    'upstream',
    `${remote.host} redirects to another host or server. That is not followed; use the address that it redirects to.`,
    { kind: 'policy', cause },
  );
}

async function withRetryAfter(
  remote: ValidatedRemote,
  o: { token?: string | undefined; signal?: AbortSignal | undefined },
  error: unknown,
): Promise<unknown> {
  const probed = await probe(remote, o).catch(() => null);
  if (!probed?.retryAfterSeconds) return error;
  return statusError(429, remote.host, error, probed.retryAfterSeconds);
}

interface Probed {
  status: number;
  contentType: string | null;
  location: string | null;
  retryAfterSeconds: number | null;
}

/** Asks the pinned address for the advertisement and looks at the head of the answer alone. */
async function probe(
  remote: ValidatedRemote,
  o: { token?: string | undefined; signal?: AbortSignal | undefined },
): Promise<Probed> {
  const send = remote.protocol === 'https' ? httpsRequest : httpRequest;
  const headers: Record<string, string> = {
    'user-agent': 'git/2 (freshet)',
    'git-protocol': 'version=2',
    host: hostHeader(remote),
  };
  if (o.token) headers.authorization = authorizationHeader(remote, o.token).replace(/^Authorization: /, '');
  const timeout = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const { pathname } = new URL(remote.url);
    const request = send(
      {
        // The checked address itself, so that no second look-up can give another one.
        host: remote.address,
        port: remote.port,
        path: pathname + ADVERTISEMENT,
        headers,
        signal: o.signal ? AbortSignal.any([o.signal, timeout]) : timeout,
        ...(remote.protocol === 'https' && !isIP(remote.host) ? { servername: remote.host } : {}),
      },
      resolve,
    );
    request.on('error', reject);
    // An answer that changes the protocol ends the connection without either.
    request.once('close', () => reject(new Error('closed without an answer')));
    request.end();
  }).catch((cause: unknown) => {
    throw new AppError('upstream', `The connection to ${remote.host} failed.`, {
      kind: 'network',
      retryable: true,
      cause,
    });
  });
  response.destroy();
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? null,
    location: response.headers.location ?? null,
    retryAfterSeconds: retryAfterSeconds(response.headers['retry-after'], response.headers.date),
  };
}

function hostHeader(remote: ValidatedRemote): string {
  const isDefault = remote.port === (remote.protocol === 'https' ? 443 : 80);
  return isDefault ? bracketed(remote.host) : `${bracketed(remote.host)}:${remote.port}`;
}
