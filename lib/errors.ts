// The one error that crosses a module's edge.
import { isDatabaseFull, isDatabaseGone } from '@/db/errors';

export type ErrorCode =
  | 'not_found'
  | 'forbidden'
  | 'unauthenticated'
  | 'invalid'
  | 'conflict'
  | 'limit'
  | 'upstream'
  | 'internal';

/** What went wrong with a repository, in the vocabulary shown to people. */
export type SyncErrorKind =
  | 'auth'
  | 'not_found'
  | 'network'
  | 'timeout'
  | 'too_large'
  | 'corrupt'
  | 'disk'
  | 'policy'
  | 'internal';

export interface AppErrorOptions {
  /** Worth trying again without anybody changing anything. Default false. */
  retryable?: boolean;
  cause?: unknown;
  /** Set if the error is a repository's. */
  kind?: SyncErrorKind;
  /** Seconds that upstream asked us to wait before trying again. */
  retryAfterSeconds?: number;
  /** The repository that is in the way, which the caller may see. */
  repoId?: string;
  /** In a few words, if those for its code do not fit. */
  title?: string;
  /** What git said last, without secrets: for people who are signed in. */
  details?: string;
}

/**
 * An error with a code for programs and a message that is safe to show to anybody.
 * The cause is kept for the log and never shown.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly kind: SyncErrorKind | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly repoId: string | undefined;
  readonly title: string | undefined;
  readonly details: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.kind = options.kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.repoId = options.repoId;
    this.title = options.title;
    this.details = options.details;
  }
}

/** The same error with what was said beside it. */
export function withDetails(error: AppError, details: string | null): AppError {
  if (details === null) return error;
  const { code, message, retryable, cause, kind, retryAfterSeconds, repoId, title } = error;
  return new AppError(code, message, {
    retryable,
    cause,
    details,
    ...(kind === undefined ? {} : { kind }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(repoId === undefined ? {} : { repoId }),
    ...(title === undefined ? {} : { title }),
  });
}

/** The details of an error, or of what it was caused by; null if nothing was said. */
export function detailsOf(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AppError && at.details !== undefined) return at.details;
  }
  return null;
}

/** Returns `error` if it is an AppError, else wraps it as `internal` with a neutral message. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseGone(error)) {
    return new AppError('internal', 'The database does not answer at the moment. Freshet goes on as soon as it does.', {
      cause: error,
      retryable: true,
      kind: 'internal',
    });
  }
  if (isDatabaseFull(error)) {
    return new AppError('internal', 'The disk of the database is full. Free some space there and sync again.', {
      cause: error,
      kind: 'disk',
    });
  }
  return new AppError('internal', 'Something went wrong on our side. The details are in the server log.', {
    cause: error,
    retryable: true,
    kind: 'internal',
  });
}
