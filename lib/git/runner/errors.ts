// What git says on stderr, as an error people can act on; error-rules.ts knows the words.
import { AppError, type ErrorCode, type SyncErrorKind, withDetails } from '@/lib/errors';
import { DISK_FULL } from '@/lib/files/disk-error';
import type { GitCredential } from '@/lib/git/credential';
import { redact } from '@/lib/log';
import { findCause, findConsequence } from './error-rules';
import { type HttpAnswer, notGit } from './http-answers';
import { lastWords } from './last-words';

export interface GitFailure {
  verb: string;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  /** Host of the remote, for commands that talk to one. */
  host?: string;
  /** What was signed in with; null for nothing. */
  given?: GitCredential['kind'] | null;
  /** The answer over http that git could not use. */
  answer?: HttpAnswer | null;
  /** What must not be kept of its words. */
  secrets?: readonly string[];
}

/** An HTTP status that git was answered; the cause of the AppError made from it. */
export class HttpStatusError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Its head, if it was seen. */
    readonly answer: HttpAnswer | null = null,
  ) {
    super(message);
    this.name = 'HttpStatusError';
  }
}

const STATUS = /(?:returned error:?|HTTP(?:\/[\d.]+)?(?: error)?:?) (\d{3})/;

/** The AppError for a git command that failed; git's own words are kept with it, without secrets. */
export function gitError(failure: GitFailure): AppError {
  return withDetails(recognise(failure), lastWords(failure.stderr, failure.secrets));
}

function recognise(failure: GitFailure): AppError {
  const { stderr, answer = null } = failure;
  const cause = new Error(
    redact(`git ${failure.verb} ended with ${failure.signal ?? failure.exitCode}: ${tail(stderr)}`),
  );
  const host = failure.host ?? 'the repository';
  const found = findCause(stderr, failure.verb);
  const status = failure.host === undefined ? null : (answer?.status ?? Number(STATUS.exec(stderr)?.[1] ?? 0)) || null;
  if (found === null && answer !== null && answer.status < 300) return notGit(host, answer);
  if (found === null && status !== null) {
    return statusError(status, host, {
      cause: new HttpStatusError(status, cause.message, answer),
      given: failure.given ?? null,
      isPush: failure.verb === 'push',
      retryAfterSeconds: answer?.retryAfterSeconds ?? null,
    });
  }
  const { rule, match } = found ?? findConsequence(stderr, failure.verb) ?? { rule: null, match: null };
  if (rule) {
    return new AppError(rule.code, rule.message(host, match), {
      kind: rule.kind,
      retryable: rule.retryable ?? false,
      cause,
    });
  }
  if (failure.signal === 'SIGXFSZ') return new AppError('internal', DISK_FULL, { kind: 'disk', cause });
  if (failure.signal === 'SIGSEGV' || failure.signal === 'SIGABRT' || failure.signal === 'SIGBUS') {
    return new AppError('limit', 'git could not cope with this repository and crashed.', { kind: 'too_large', cause });
  }
  return new AppError('internal', `git failed (${failure.verb}). The details are in the server log.`, {
    kind: 'internal',
    retryable: true,
    cause,
  });
}

export interface StatusDetail {
  cause?: unknown;
  /** What was sent, so that is wrong, not missing. */
  given?: GitCredential['kind'] | null;
  /** It asked for a push. */
  isPush?: boolean;
  retryAfterSeconds?: number | null;
}

/** What an HTTP status from a git host means. */
export function statusError(status: number, host: string, options: StatusDetail = {}): AppError {
  const make = (code: ErrorCode, kind: SyncErrorKind, message: string, retryable = false) =>
    new AppError(code, message, {
      kind,
      retryable,
      cause: options.cause,
      ...(options.retryAfterSeconds ? { retryAfterSeconds: options.retryAfterSeconds } : {}),
    });
  const given = options.given ?? null;
  const called = given === 'password' ? 'password' : 'token';
  const right = options.isPush ? 'write to' : 'read';
  if (status >= 300 && status < 400) {
    return make('upstream', 'policy', `${host} redirects to another address. Use the address that it redirects to.`);
  }
  if (status === 401) return make('upstream', 'auth', given === null ? noToken(host, right) : wrong(given, host));
  // Some hosts refuse callers that ask too often, and say for how long.
  if (status === 429 || (status === 403 && options.retryAfterSeconds)) {
    return make('upstream', 'network', `${host} asks us to wait: too many requests.`, true);
  }
  if (status === 403) {
    return make(
      'upstream',
      'auth',
      given !== null
        ? `${host} knows the ${called} and refuses it this repository. Check what it may ${right}, or give another one.`
        : `${host} refuses access to this repository without a token. Set one that may ${right} it.`,
    );
  }
  if (status === 404 || status === 410) {
    return make(
      'upstream',
      'not_found',
      given !== null
        ? `${host} has no repository at this address, or the ${called} may not see it. Check both.`
        : `${host} has no repository at this address, or does not show it without a token. Check the address.`,
    );
  }
  if (status === 451) {
    return make('upstream', 'not_found', `${host} may not show this repository for legal reasons (HTTP 451).`);
  }
  if (status === 407) {
    return make(
      'upstream',
      'network',
      'The proxy wants a sign-in. An administrator gives it where Freshet is started (FRESHET_PROXY).',
    );
  }
  if (status === 408) return make('upstream', 'timeout', `${host} did not answer in time.`, true);
  if (status >= 500) return make('upstream', 'network', `${host} has a problem of its own (HTTP ${status}).`, true);
  return make('upstream', 'network', `${host} answered with HTTP ${status}.`);
}

function wrong(given: GitCredential['kind'], host: string): string {
  if (given === 'password') {
    return `${host} refuses the user name and password that are set: one of them is wrong, or ${host} takes tokens alone. Give new ones.`;
  }
  return `${host} refuses the token that is set: it is wrong, has expired or was taken back. Give a new one.`;
}

function noToken(host: string, right: string): string {
  return `${host} wants a sign-in for this repository, and no token is set. Set one that may ${right} it.`;
}

export function timeoutError(what: string, timeoutMs: number, cause?: unknown): AppError {
  return new AppError('upstream', `${what} took longer than ${Math.round(timeoutMs / 1000) || 1} s and was stopped.`, {
    kind: 'timeout',
    retryable: true,
    cause,
  });
}

export function tooLargeError(maxBytes: number): AppError {
  return new AppError(
    'limit',
    `The repository is larger than the limit of ${sizeInWords(maxBytes)} (FRESHET_MAX_REPO_BYTES), so it was not fetched.`,
    { kind: 'too_large', title: TOO_LARGE },
  );
}

const TOO_LARGE = 'Too large';

/** True if more came than a repository may have on the disk; more refs or files than it may have are another thing. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof AppError && error.title === TOO_LARGE;
}

/** `10 GiB`, with at most one decimal. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${units[power]}`;
}

function tail(stderr: string): string {
  return stderr.trim().slice(-4000);
}
