// Structured logs with secrets taken out.
import pino from 'pino';
import { sourceStack } from '@/lib/source-stack';

const SECRET_KEYS = ['token', 'password', 'authorization', 'cookie', 'secret', 'access_token', 'client_secret'];
/** A password may hold any character, slashes and @ too. Bounded: messages may be whole files. */
const URL_CREDENTIALS = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/)(?:[^/\s:@]{0,300}:\S{0,300}@|[^/\s]{0,300}@)/gi;
const AUTHORIZATION = /\b(authorization:\s{0,10})(?:[a-z]{1,20}\s{1,10})?\S+/gi;
const BEARER = /\b(bearer|basic)\s{1,10}[a-z0-9._~+/=-]+/gi;

/** Tokens of ours (lib/tokens/secret.ts), also those that were cut off. */
const OWN_TOKENS = /\bfrs_[0-9A-Za-z]{6,}/g;

/** Database errors carry their statement and its values: whole files, when contents are written. */
const MAX_MESSAGE_LENGTH = 2000;
const MAX_STACK_LENGTH = 6000;
/** An error may be its own cause. */
const MAX_CAUSES = 5;

/** Removes credentials in URLs, authorization values and tokens of ours from text. */
export function redact(text: string): string {
  return withoutOwnTokens(
    text.replace(URL_CREDENTIALS, '$1').replace(AUTHORIZATION, '$1[redacted]').replace(BEARER, '$1 [redacted]'),
  );
}

function withoutOwnTokens(text: string): string {
  return text.includes('frs_') ? text.replace(OWN_TOKENS, 'frs_[redacted]') : text;
}

export const log = pino({
  level: process.env.FRESHET_LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info'),
  base: null,
  redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  serializers: {
    err: (error: unknown) => redactError(error),
  },
  timestamp: pino.stdTimeFunctions.isoTime,
  // Whatever a line holds, and under whichever name.
  hooks: { streamWrite: withoutOwnTokens },
});

export type Logger = typeof log;

function redactError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return cut(redact(String(error)), MAX_MESSAGE_LENGTH);
  return {
    type: error.name,
    message: cut(redact(error.message), MAX_MESSAGE_LENGTH),
    stack: cut(redact(stackOf(error)), MAX_STACK_LENGTH),
    ...(error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: redactError(error.cause, depth + 1) }),
  };
}

/** The frames without the message, which stands beside them. */
function stackOf(error: Error): string {
  const stack = error.stack ?? '';
  const at = stack.search(/^\s+at /m);
  return at < 0 ? '' : sourceStack(stack.slice(at));
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}
