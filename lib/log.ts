// Structured logs with secrets taken out.
import pino from 'pino';

const SECRET_KEYS = ['token', 'password', 'authorization', 'cookie', 'secret', 'access_token', 'client_secret'];
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi;
const BEARER = /\b(bearer|basic)\s+[a-z0-9._~+/=-]+/gi;

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
    message: redact(error.message),
    stack: redact(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redactError(error.cause) }),
  };
}
