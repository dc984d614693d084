// Posts a message to a webhook, signed: to the address that was checked, and nowhere else.
import { createHmac } from 'node:crypto';
import { AppError } from '@/lib/errors';
import type { AddressPolicy } from '@/lib/net/check-host';
import { askPinned, type Question } from '@/lib/net/request';
import { checkWebhookUrl } from './webhook-address';

/** Milliseconds for connecting, sending and the answer. */
export const SEND_MS = 10_000;

export interface WebhookMessage {
  url: string;
  secret: string;
  /** The same whenever this message is sent again. */
  deliveryId: string;
  /** JSON. */
  body: string;
}

/** Returns the status of an answer that means success. Throws AppError with a sentence for any other. */
export async function sendWebhook(message: WebhookMessage, policy: AddressPolicy): Promise<number> {
  const checked = await checkWebhookUrl(message.url, policy);
  const { hostname } = checked.url;
  let status: number;
  try {
    status = await askPinned(checked, signed(message), policy);
  } catch (cause) {
    throw new AppError('upstream', explain(hostname, cause as NodeJS.ErrnoException), { retryable: true, cause });
  }
  if (status >= 200 && status < 300) return status;
  throw new AppError('upstream', refusal(hostname, status), { retryable: true });
}

function signed({ secret, deliveryId, body }: WebhookMessage): Question {
  return {
    method: 'POST',
    signal: AbortSignal.timeout(SEND_MS),
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Freshet',
      'freshet-delivery': deliveryId,
      'freshet-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  };
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
