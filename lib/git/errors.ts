// What git says on stderr, as an error people can act on; the only place that reads git's words.
import { AppError, type ErrorCode, type SyncErrorKind } from '@/lib/errors';
import { redact } from '@/lib/log';

export interface GitFailure {
  verb: string;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  /** Host of the remote, for commands that talk to one. */
  host?: string;
}

interface Rule {
  pattern: RegExp;
  code: ErrorCode;
  kind: SyncErrorKind;
  retryable?: boolean;
  message: (host: string, match: RegExpExecArray) => string;
}

/** An HTTP status that git reported; the cause of the AppError made from it. */
export class HttpStatusError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'HttpStatusError';
  }
}

const DISK = 'The disk under the data folder is full or cannot be written. Free some space and sync again.';
const DENIED =
  'Freshet may not read or write the copy of this repository on this server (permission denied). Give the files under ' +
  'mirrors in the data folder back to the user that runs Freshet, then sync again. What was searchable before still is.';
const NO_MEMORY =
  'git needed more memory for this repository than it may have here (FRESHET_GIT_MEMORY_BYTES): an object, a folder or ' +
  'the list of branches is far too large, or packed so that it grows without end. What was searchable before still is.';
const STATUS = /(?:returned error:?|HTTP(?:\/[\d.]+)?(?: error)?:?) (\d{3})/;

/** Lines that git passes on from the other side; ssh hosts say theirs in capitals. */
const REMOTE = /^(?:remote|fatal: remote error|ERROR): [^\r\n]*/gm;

/** In order: the first that matches counts, so the cause stands before its consequences. */
const RULES: Rule[] = [
  {
    pattern:
      /out of memory|Cannot allocate memory|mmap failed|unable to mmap|cannot be mapped|unable to create thread/i,
    code: 'limit',
    kind: 'too_large',
    message: () => NO_MEMORY,
  },
  {
    pattern:
      /No space left on device|Disk quota exceeded|Read-only file system|File too large|file write error|couldn't write '|unable to write|died of signal 25/i,
    code: 'internal',
    kind: 'disk',
    message: () => DISK,
  },
  {
    // ssh says it of a key, with what it tried in brackets; of a file, git and ssh say it at the end of a line.
    pattern:
      /(?:unable to|could not|cannot|failed to|insufficient permission)[^\n]*: Permission denied$|insufficient permission/im,
    code: 'internal',
    kind: 'disk',
    message: () => DENIED,
  },
  {
    pattern: /fsck error|error in object.*: ([a-zA-Z]+):|object [0-9a-f]{40,64}: ([a-zA-Z]+):/,
    code: 'upstream',
    kind: 'corrupt',
    message: (host, match) =>
      `The repository on ${host} contains an object that git's safety check refuses${named(match)}. It has to be repaired there.`,
  },
  {
    pattern: /source repository is shallow|shallow update not allowed/,
    code: 'upstream',
    kind: 'policy',
    message: (host) => `The repository on ${host} is a shallow clone without its history, which cannot be mirrored.`,
  },
  {
    pattern: /transport '[^']*' not allowed|strange (?:hostname|pathname|port)/,
    code: 'invalid',
    kind: 'policy',
    message: () => 'The address uses a transport that is not allowed.',
  },
  {
    pattern: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'upstream',
    kind: 'policy',
    message: (host) =>
      `The ssh host key of ${host} is not the one seen before. If the host was really changed, remove its line from ssh/known_hosts in the data folder.`,
  },
  {
    pattern:
      /could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Permission denied \(|Invalid (?:username|credentials)|Access denied/i,
    code: 'upstream',
    kind: 'auth',
    message: (host) =>
      `${host} wants a sign-in for this repository, or it does not exist. Set a token that may read it (for ssh, a deploy key).`,
  },
  {
    pattern: /Repository not found|repository '[^']*' not found|does not appear to be a git repository|Not Found/i,
    code: 'upstream',
    kind: 'not_found',
    message: (host) =>
      `${host} has no repository at this address, or does not show it without a token. Check the address.`,
  },
  {
    pattern:
      /not valid: is this a git repository|info\/refs not valid|invalid server response|bad line length|protocol error/i,
    code: 'upstream',
    kind: 'not_found',
    message: (host) => `What ${host} answers at this address is not a git repository. Check the address.`,
  },
  {
    pattern:
      /SSL certificate problem|certificate verif|server certificate|SSL: no alternative certificate|self[- ]signed/i,
    code: 'upstream',
    kind: 'network',
    message: (host) => `The certificate of ${host} is not trusted by this machine, so nothing was fetched.`,
  },
  {
    pattern: /Operation too slow|timed out|Timeout was reached/i,
    code: 'upstream',
    kind: 'timeout',
    retryable: true,
    message: (host) => `${host} did not answer in time.`,
  },
  {
    pattern:
      /Could not resolve|Failed to connect|Couldn't connect|Connection (?:refused|reset|closed)|No route to host|Network is unreachable|Empty reply|early EOF|unexpected disconnect|hung up unexpectedly|RPC failed|transfer closed|expected flush|the remote end|from remote repository|unable to access|kex_exchange_identification|remote error|remote helper|expected 'packfile'|error reading section header/i,
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `The connection to ${host} failed or broke off before everything had come.`,
  },
  {
    // What indexes a pack as it comes was ended without a word, by the system.
    pattern: /invalid index-pack output/,
    code: 'internal',
    kind: 'disk',
    message: () =>
      'git was ended while it stored what came: the disk is full, files may not grow so large (ulimit -f), or memory ran out. Free some space and sync again.',
  },
  {
    pattern: /not our ref|couldn't find remote ref/i,
    code: 'upstream',
    kind: 'network',
    retryable: true,
    message: (host) => `The repository on ${host} changed while it was being fetched.`,
  },
  {
    pattern: /\.lock': File exists|Unable to create '[^']*\.lock'|cannot lock ref/i,
    code: 'conflict',
    kind: 'internal',
    retryable: true,
    message: () => 'Another git process holds a lock on the mirror. It is removed when it is stale.',
  },
  {
    pattern:
      /unknown repository extension|Expected git repo version|bad config line|bad (?:boolean|numeric) config value/i,
    code: 'upstream',
    kind: 'policy',
    message: () =>
      'The git on this server cannot read this repository: its format is newer, or its configuration is damaged.',
  },
  {
    pattern:
      /unexpected line in|unterminated line in|not a git repository|not a tree object|Not a valid object name|bad object|missing (?:blob|tree|commit|object)|corrupt|loose object|invalid object|unable to read|Could not read|inflate:|packfile|object file .* is empty|bad (?:tree|sha1|revision)|unable to find|broken|index-pack|too-short tree|malformed mode/i,
    code: 'internal',
    kind: 'corrupt',
    retryable: true,
    message: () => 'The mirror on disk is damaged.',
  },
];

/** The AppError for a git command that failed; git's own words are kept, redacted, as the cause. */
export function gitError(failure: GitFailure): AppError {
  const cause = new Error(
    redact(`git ${failure.verb} ended with ${failure.signal ?? failure.exitCode}: ${tail(failure.stderr)}`),
  );
  const host = failure.host ?? 'the repository';
  const status = STATUS.exec(failure.stderr)?.[1];
  if (failure.host && status)
    return statusError(Number(status), host, new HttpStatusError(Number(status), cause.message));
  for (const rule of RULES) {
    // What the other side says of its own disk or memory is no word on ours.
    const isOurs = rule.kind === 'disk' || rule.kind === 'too_large';
    const match = rule.pattern.exec(isOurs ? failure.stderr.replace(REMOTE, '') : failure.stderr);
    if (!match) continue;
    return new AppError(rule.code, rule.message(host, match), {
      kind: rule.kind,
      retryable: rule.retryable ?? false,
      cause,
    });
  }
  if (failure.signal === 'SIGXFSZ') return new AppError('internal', DISK, { kind: 'disk', cause });
  if (failure.signal === 'SIGSEGV' || failure.signal === 'SIGABRT' || failure.signal === 'SIGBUS') {
    return new AppError('limit', 'git could not cope with this repository and crashed.', { kind: 'too_large', cause });
  }
  return new AppError('internal', `git failed (${failure.verb}). The details are in the server log.`, {
    kind: 'internal',
    retryable: true,
    cause,
  });
}

/** What an HTTP status from a git host means. */
export function statusError(status: number, host: string, cause?: unknown, retryAfterSeconds?: number): AppError {
  const make = (code: ErrorCode, kind: SyncErrorKind, message: string, retryable = false) =>
    new AppError(code, message, {
      kind,
      retryable,
      cause,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  if (status >= 300 && status < 400) {
    return make('upstream', 'policy', `${host} redirects to another address. Use the address that it redirects to.`);
  }
  if (status === 401) {
    return make('upstream', 'auth', `${host} wants a sign-in for this repository. Set a token that may read it.`);
  }
  if (status === 403) {
    return make('upstream', 'auth', `${host} refuses access to this repository. Check what the token may read.`);
  }
  if (status === 404 || status === 410) {
    return make(
      'upstream',
      'not_found',
      `${host} has no repository at this address, or does not show it without a token. Check the address.`,
    );
  }
  if (status === 429) return make('upstream', 'network', `${host} asks us to wait: too many requests.`, true);
  if (status >= 500) return make('upstream', 'network', `${host} has a problem of its own (HTTP ${status}).`, true);
  return make('upstream', 'network', `${host} answered with HTTP ${status}.`);
}

/** An error of the file system as an AppError (kind `disk`); any other error as it is. */
export function diskError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (error instanceof AppError) return error;
  if (['EACCES', 'EPERM'].includes(code)) return new AppError('internal', DENIED, { kind: 'disk', cause: error });
  if (!['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO', 'EMFILE'].includes(code)) return error;
  return new AppError('internal', DISK, { kind: 'disk', cause: error });
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
    `The repository is larger than the limit of ${inUnits(maxBytes)} (FRESHET_MAX_REPO_BYTES), so it was not fetched.`,
    { kind: 'too_large' },
  );
}

function inUnits(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${units[power]}`;
}

function named(match: RegExpExecArray): string {
  const id = match[1] ?? match[2] ?? /: ([a-z][a-zA-Z]+):/.exec(match.input)?.[1];
  return id ? ` (${id})` : '';
}

function tail(stderr: string): string {
  return stderr.trim().slice(-4000);
}
