// Sends one message to one target, and says in a sentence what came of it.
import type { notificationTargets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { remotePolicy } from '@/lib/git/runner/remote-policy';
import { decryptToken, loadSecret } from '@/lib/secrets';
import { compose, countAll, headline, linesOf } from '../message/compose';
import { emailHtml } from '../message/email-html';
import type { Notification } from '../message/notification';
import { webhookBody } from '../message/webhook-body';
import { sendEmail } from './send-email';
import { sendWebhook } from './send-webhook';

export type Target = Pick<
  typeof notificationTargets.$inferSelect,
  'id' | 'kind' | 'hint' | 'addressCiphertext' | 'secretCiphertext'
>;

/** Repositories that a mail has lines for. */
const MAIL_LINES = 100;
const MAIL_LENGTH = 100_000;

/** Throws AppError with a sentence that names neither the address nor a secret. */
export async function send(
  ctx: Pick<Context, 'env'>,
  target: Target,
  { deliveryId, notification }: { deliveryId: string; notification: Notification },
): Promise<string> {
  const address = readStored(ctx, target.addressCiphertext);
  if (target.kind === 'webhook') {
    const secret = target.secretCiphertext ? readStored(ctx, target.secretCiphertext) : '';
    const body = webhookBody(ctx.env, deliveryId, notification);
    const status = await sendWebhook({ url: address, secret, deliveryId, body }, remotePolicy(ctx.env));
    return `${target.hint} took the message (status ${status}).`;
  }
  if (!ctx.env.mail) throw new AppError('invalid', NO_MAIL);
  const lines = linesOf(notification, ctx.env);
  const shown = lines.slice(0, MAIL_LINES);
  await sendEmail(
    {
      to: address,
      subject: headline(notification),
      text: compose(notification, lines, {
        length: MAIL_LENGTH,
        most: MAIL_LINES,
        write: ({ text, more, url }) => [text, more, url].filter(Boolean).join('\n'),
      }),
      html: emailHtml(notification, shown, countAll(notification) - shown.length),
      deliveryId,
    },
    ctx.env.mail,
    ctx.env.authorities,
  );
  return `The mail server took the message for ${target.hint}.`;
}

export const NO_MAIL =
  'This server sends no e-mail. Set FRESHET_SMTP_URL and FRESHET_MAIL_FROM where it is started, and start it again.';

function readStored(ctx: Pick<Context, 'env'>, ciphertext: Buffer): string {
  try {
    return decryptToken(ciphertext, loadSecret(ctx.env));
  } catch (cause) {
    throw new AppError(
      'invalid',
      'Its address cannot be read: the secret of this server (FRESHET_SECRET) is another one. Remove it and add it again.',
      { cause },
    );
  }
}
