// What ssh and rsync say when they fail, as errors people can act on. ssh's own words are kept apart from those of the other
// side, which may say anything: these are shown, cleaned, and decide little.
import { AppError, type ErrorCode, type SyncErrorKind } from '@/lib/errors';
import { lastWords } from '@/lib/git/runner/last-words';

/** A script that ended with another code than 0, or that could not be run: the cause of an AppError. */
export class HostCommandError extends Error {
  constructor(
    readonly exitCode: number | null,
    /** Without control characters, and not much of it. */
    readonly stderr: string,
  ) {
    super(`A command on a host ended with ${exitCode}: ${stderr}`);
    this.name = 'HostCommandError';
  }
}

interface Rule {
  /** Beginning at the start of a line. */
  pattern: RegExp;
  kind: SyncErrorKind;
  code?: ErrorCode;
  retryable?: boolean;
  message: (name: string) => string;
}

/** In order: the cause before its consequences. */
const SSH: readonly Rule[] = [
  {
    pattern: /^(?:Host key verification failed|No \S+ host key is known)/m,
    kind: 'policy',
    message: (name) => `${name} shows an ssh host key that it is not known by, so nothing was sent.`,
  },
  {
    pattern: /^\S*: Permission denied \(|Too many authentication failures|No supported authentication methods/m,
    kind: 'auth',
    message: (name) =>
      `${name} refuses the key of this target. Add the target's public key to ~/.ssh/authorized_keys of that account there.`,
  },
  {
    pattern: /^Unable to negotiate with|^ssh_dispatch_run_fatal: .*no match/m,
    kind: 'policy',
    message: (name) =>
      `${name} and the ssh on this server know no method in common. Bring the older of the two up to date.`,
  },
  {
    pattern: /port \d+: Connection refused/m,
    kind: 'network',
    retryable: true,
    message: (name) => `${name} refuses the connection: nothing listens at that port. Is sshd running there?`,
  },
  {
    pattern: /timed out|^Timeout, server|Operation timed out/im,
    kind: 'timeout',
    retryable: true,
    message: (name) => `${name} did not answer in time. Is the host up, and does a firewall let this server through?`,
  },
  {
    pattern: /No route to host|Network is unreachable|Host is down|Cannot assign requested address/m,
    kind: 'network',
    retryable: true,
    message: (name) => `There is no way to ${name} from this server: the host is down, or a network between is.`,
  },
  {
    pattern:
      /banner line contains invalid characters|Bad remote protocol version|identification exchange|No banner|banner exchange: .*invalid|server version line too long|banner line too long/im,
    kind: 'network',
    message: (name) => `What answers at ${name} does not speak ssh. Check the host and its port.`,
  },
  {
    pattern:
      /Connection (?:to \S+ )?(?:closed|reset|aborted)|closed by remote host|Broken pipe|Received disconnect|Disconnected from|mux_client|Control master terminated|read header failed|lost connection/im,
    kind: 'network',
    retryable: true,
    message: (name) => `The connection to ${name} was closed from there, or was cut.`,
  },
];

/** The error for an ssh that failed, by what it said itself; null if it said nothing that is known. */
export function sshError(name: string, log: string, cause?: unknown): AppError | null {
  const rule = SSH.find(({ pattern }) => pattern.test(log));
  return rule ? made(rule, name, log, cause) : null;
}

/** For an ssh that ended with 255 and said nothing that is known. */
export function lostConnection(name: string, log: string, cause?: unknown): AppError {
  return sshError(name, log, cause) ?? made({ ...LOST, pattern: /^/ }, name, log, cause);
}

const LOST = {
  kind: 'network',
  retryable: true,
  message: (name: string) => `The connection to ${name} was lost.`,
} as const;

/** What a program on the host said, in rsync's words or a shell's. */
const REMOTE: readonly Rule[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/,
    kind: 'disk',
    message: (name) =>
      `The disk on ${name} is full, or the account there has used up its quota. Free some space there.`,
  },
  {
    pattern: /Read-only file system/,
    kind: 'disk',
    message: (name) => `The file system on ${name} is read-only.`,
  },
  {
    pattern:
      /rsync: (?:command )?not found|rsync: No such file|exec(?:vp)?[^\n]*rsync[^\n]*(?:not found|No such file)/i,
    kind: 'policy',
    message: (name) => `rsync is missing on ${name}. Install it there (package rsync).`,
  },
  {
    pattern: /is your shell clean|protocol version mismatch/,
    kind: 'policy',
    message: (name) =>
      `The login shell on ${name} prints something before rsync speaks. Let its start files print nothing unless they run in a terminal.`,
  },
  {
    pattern: /Permission denied|Operation not permitted/,
    kind: 'policy',
    message: (name) =>
      `The account on ${name} may not write there (permission denied). Give it the rights, or use another path.`,
  },
];

/** By what was said on the host; null if it is nothing that is known. The words may be anybody's: they steer no more than advice. */
export function remoteError(name: string, stderr: string, cause?: unknown): AppError | null {
  const rule = REMOTE.find(({ pattern }) => pattern.test(stderr));
  return rule ? made(rule, name, stderr, cause) : null;
}

/** For a script that ended badly: `what` says what it was for, "The release could not be switched". */
export function commandError(
  name: string,
  what: string,
  { exitCode, stderr }: { exitCode: number | null; stderr: string },
): AppError {
  const said = cleaned(stderr);
  const cause = new HostCommandError(exitCode, said);
  const known = remoteError(name, stderr, cause);
  if (known !== null) return known;
  const last = said.split('\n').at(-1);
  const words = last ? ` It said: ${last}` : '';
  return new AppError('upstream', `${what} on ${name}: a command there ended with ${exitCode}.${words}`, {
    kind: 'internal',
    cause,
    ...(said === '' ? {} : { details: said }),
  });
}

/** For an rsync that failed: what it said, and what the ssh below it said. */
export function rsyncError(
  name: string,
  { exitCode, stderr, log }: { exitCode: number | null; stderr: string; log: string },
): AppError {
  const cause = new HostCommandError(exitCode, cleaned(stderr));
  const found = sshError(name, log, cause) ?? remoteError(name, stderr, cause);
  if (found !== null) return found;
  if (exitCode === 30 || exitCode === 35) return made({ ...SILENT, pattern: /^/ }, name, stderr, cause);
  if (exitCode === 255 || exitCode === 12 || exitCode === 10)
    return made({ ...LOST, pattern: /^/ }, name, stderr, cause);
  const what = exitCode === 127 ? 'rsync could not be run' : 'rsync failed';
  return commandError(name, what, { exitCode, stderr });
}

const SILENT = {
  kind: 'timeout',
  retryable: true,
  message: (name: string) => `${name} did not answer in time, in the middle of the transfer.`,
} as const;

/** Words of the other side: no control characters, the last lines alone. */
export function cleaned(text: string): string {
  return lastWords(text) ?? '';
}

function made(rule: Rule, name: string, words: string, cause: unknown): AppError {
  const details = cleaned(words);
  return new AppError(rule.code ?? 'upstream', rule.message(name), {
    kind: rule.kind,
    retryable: rule.retryable ?? false,
    cause,
    ...(details === '' ? {} : { details }),
  });
}
