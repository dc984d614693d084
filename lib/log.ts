// Structured logs with secrets taken out.
import pino from 'pino';

const SECRET_KEYS = ['token', 'password', 'authorization', 'cookie', 'secret', 'access_token', 'client_secret'];
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi;
const BEARER = /\b(bearer|basic)\s+[a-z0-9._~+/=-]+/gi;

/** Database errors carry their statement and its values: whole files, where contents are written. */
const MAX_MESSAGE_LENGTH = 2000;
const MAX_STACK_LENGTH = 6000;

/** Removes credentials in URLs and authorization values from text. */
export function redact(text: string): string {
  return text.replace(URL_CREDENTIALS, '$1').replace(BEARER, '$1 [redacted]');
}

export const log = pino({
  level: process.env.FRESHET_LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info'),
  base: null,
  redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  serializers: {
    err: (error: unknown) => redactError(error),
  },
  timestamp: pino.stdTimeFunctions.isoTime,
});

export type Logger = typeof log;

function redactError(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(String(error));
  return {
    type: error.name,
    message: redact(cut(error.message, MAX_MESSAGE_LENGTH)),
    stack: redact(stackOf(error)),
    ...(error.cause === undefined ? {} : { cause: redactError(error.cause) }),
  };
}

/** The frames without the message, which stands beside them. */
function stackOf(error: Error): string {
  const stack = error.stack ?? '';
  const at = stack.search(/^\s+at /m);
  return cut(at < 0 ? '' : stack.slice(at), MAX_STACK_LENGTH);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}
