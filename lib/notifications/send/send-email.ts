// Hands a message to the mail server that FRESHET_SMTP_URL names.
import { createTransport } from 'nodemailer';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { redact } from '@/lib/log';
import { authorities } from '@/lib/net/authorities';

type Mail = NonNullable<Env['mail']>;

/** Milliseconds for the whole of it. */
const SEND_MS = 10_000;
const SUBJECT_LENGTH = 200;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

export interface EmailMessage {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same whenever this message is sent again. */
  deliveryId: string;
}

/**
 * Resolves once the mail server has taken the message; `own` are authorities beside the system's (PEM). Throws AppError with a sentence if it does not.
 */
export async function sendEmail(message: EmailMessage, mail: Mail, own?: string): Promise<void> {
  const { to, subject, text, html, deliveryId } = message;
  const domain = /@([^>\s]+)>?$/.exec(mail.from)?.[1] ?? 'freshet.invalid';
  const sent = transport(mail, own).sendMail({
    from: mail.from,
    to: { name: '', address: to },
    subject: subject.length <= SUBJECT_LENGTH ? subject : `${subject.slice(0, SUBJECT_LENGTH)}…`,
    text,
    html,
    messageId: `<${deliveryId}@${domain}>`,
    headers: { 'Freshet-Delivery': deliveryId, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await withinTime(sent);
  } catch (cause) {
    throw new AppError('upstream', explain(cause as SmtpError), { retryable: true, cause });
  }
}

function transport(mail: Mail, own: string | undefined) {
  const url = new URL(mail.smtpUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = LOOPBACK.includes(host);
  const isTls = url.protocol === 'smtps:';
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  return createTransport({
    host,
    secure: isTls,
    // Anybody on the way could read the password.
    requireTLS: auth !== undefined && !isLoopback,
    // Nobody is on the way, and a mail server of this machine's own has a certificate that nobody signed.
    ignoreTLS: isLoopback && !isTls,
    tls: { ca: authorities(own) },
    connectionTimeout: SEND_MS,
    greetingTimeout: SEND_MS,
    socketTimeout: SEND_MS,
    dnsTimeout: SEND_MS,
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(auth ? { auth } : {}),
  });
}

class TooSlow extends Error {}

/** A server that sends a byte now and then stays within every other time limit. */
async function withinTime(sent: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow()), SEND_MS);
  });
  await Promise.race([sent, limit]).finally(() => clearTimeout(timer));
}

interface SmtpError extends Error {
  code?: string;
  response?: string;
}

function explain(error: SmtpError): string {
  const said = error.response ? ` It says: ${printable(redact(error.response))}` : '';
  switch (error instanceof TooSlow ? 'ETIMEDOUT' : error.code) {
    case 'EAUTH':
      return 'The mail server refuses the user name or the password in FRESHET_SMTP_URL.';
    case 'ETIMEDOUT':
      return `The mail server did not take the message within ${SEND_MS / 1000} seconds.`;
    case 'EDNS':
      return 'The mail server in FRESHET_SMTP_URL cannot be found (no address in DNS).';
    case 'ETLS':
      return `No safe connection to the mail server could be made.${said}`;
    case 'ESOCKET':
    case 'ECONNECTION':
      return `The mail server cannot be reached, or its certificate is not trusted: ${printable(redact(error.message))}`;
    default:
      return `The mail server refuses the message.${said}`;
  }
}

/** What another server said: one line of it, and not too long. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200);
}
