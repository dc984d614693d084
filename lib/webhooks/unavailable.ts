// What a sender is told if a delivery cannot be kept: nothing of it is durable, so it has to be sent again.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** Seconds after which a sender may try again. */
const RETRY_SECONDS = 30;

/** Logs `cause` and returns what is answered 503 with Retry-After. */
export function unavailable(ctx: Pick<Context, 'log'>, cause: unknown): AppError {
  ctx.log.error({ err: cause }, 'a webhook was not accepted: its sender has to send it again');
  return new AppError('internal', 'This webhook could not be stored at the moment. Send it again in half a minute.', {
    title: 'Webhook not stored',
    retryable: true,
    retryAfterSeconds: RETRY_SECONDS,
    cause,
  });
}
