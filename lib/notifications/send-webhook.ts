// Posts a message to a webhook, signed: to the address that was checked, and nowhere else.
import { createHmac } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { AppError } from '@/lib/errors';
import { authorities } from '@/lib/net/authorities';
import { proxyFor, tunnel } from '@/lib/net/outbound';
import { type AddressPolicy, type CheckedAddress, checkWebhookUrl } from './webhook-address';

/** Milliseconds for connecting, sending and the answer. */
export const SEND_MS = 10_000;
/** Of an answer nothing is used but its status; so many bytes are read to be polite. */
const MOST_READ = 64 * 1024;

export interface WebhookMessage {
  url: string;
  secret: string;
  /** The same whenever this message is sent again. */
  deliveryId: string;
  /** JSON. */
  body: string;
}

/** Returns the status of an answer that means yes. Throws AppError with a sentence for anything else. */
export async function sendWebhook(message: WebhookMessage, policy: AddressPolicy): Promise<number> {
  const checked = await checkWebhookUrl(message.url, policy);
  const { hostname } = checked.url;
  let status: number;
  try {
    status = await post(checked, message, policy);
  } catch (cause) {
    throw new AppError('upstream', explain(hostname, cause as NodeJS.ErrnoException), { retryable: true, cause });
  }
  if (status >= 200 && status < 300) return status;
  throw new AppError('upstream', refusal(hostname, status), { retryable: true });
}

async function post(
  { url, addresses }: CheckedAddress,
  { secret, deliveryId, body }: WebhookMessage,
  policy: AddressPolicy,
): Promise<number> {
  const proxy = proxyFor(addresses, policy);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const call = request(url, {
      method: 'POST',
      ca: authorities(policy.authorities),
      ...(proxy === undefined ? { agent: false, lookup: pinned(addresses) } : through(proxy, url, addresses, policy)),
      signal: AbortSignal.timeout(SEND_MS),
      headers: {
        host: url.host,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Freshet',
        'freshet-delivery': deliveryId,
        'freshet-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
    });
    call.once('response', resolve);
    // It may come after the answer too, and must not be nobody's then.
    call.on('error', reject);
    // An answer that changes the protocol ends the connection without either.
    call.once('close', () => reject(new Error('closed without an answer')));
    call.end(body);
  });
  await drain(response);
  return response.statusCode ?? 0;
}

/** The proxy is asked for the address that was checked; the name is for the certificate. */
function through(proxy: string, url: URL, addresses: string[], policy: AddressPolicy): RequestOptions {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(name) ? {} : { servername: name };
  return { agent: tunnel(proxy, policy), hostname: addresses[0] ?? name, ...servername };
}

/** Instead of DNS, which may say something else by now. */
function pinned(addresses: string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, callback) => {
    if (options.all) return callback(null, all);
    callback(null, all[0]?.address ?? '', all[0]?.family);
  };
}

async function drain(response: IncomingMessage): Promise<void> {
  let size = 0;
  try {
    for await (const part of response) {
      size += (part as Buffer).length;
      if (size > MOST_READ) return;
    }
  } catch {
    // The status has been said: what the rest of the answer would be does not matter.
  }
}

function refusal(host: string, status: number): string {
  if (status >= 300 && status < 400) {
    return `${host} answered with a redirect (status ${status}), which is not followed. Give the address that it leads to.`;
  }
  return `${host} answered with status ${status}.`;
}

function explain(host: string, error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return `${host} did not answer within ${SEND_MS / 1000} seconds.`;
  }
  if (code === 'ECONNREFUSED') return `${host} refuses the connection: nothing listens there.`;
  if (code === 'EPROXY') return `The proxy does not let us through to ${host}: ${error.message}.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return `The certificate of ${host} is not trusted (${code}).`;
  return `The connection to ${host} failed${code ? ` (${code})` : ''}.`;
}
