// Runs one script on a host and tells its answer from everything else that comes back.
import { AppError } from '@/lib/errors';
import { cleaned, HostCommandError, lostConnection, remoteError, sshError } from './host-errors';
import { type RemoteCommand, remoteCommand } from './remote-command';
import { runSsh, type SshExit } from './run-ssh';
import type { SshSetup } from './ssh-config';

export interface RunOnHost {
  /** What the script reads; default: nothing. */
  stdin?: Buffer | string;
  /** Default: a minute. */
  timeoutMs?: number;
  /** How much it may write; default: 1 MiB. */
  maxBytes?: number;
  signal?: AbortSignal | undefined;
}

export interface HostAnswer {
  stdout: Buffer;
  /** What it said last, without control characters. */
  stderr: string;
  exitCode: number;
  /** What the login shell printed before or after it, cleaned; empty if it printed nothing, as it should. */
  noise: string;
}

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 1024 * 1024;
/** A shell may print so much before it is given up. */
const MAX_NOISE_BYTES = 1024 * 1024;
const NOISE_SHOWN = 300;

/** Throws AppError unless the script ran to its end; its exit code is part of the answer. */
export async function runOnHost(
  setup: SshSetup,
  name: string,
  script: string,
  args: readonly string[],
  options: RunOnHost,
): Promise<HostAnswer> {
  const command = remoteCommand(script, args);
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, stdin } = options;
  const exit = await runSsh(setup, {
    line: command.line,
    input: stdin === undefined ? [command.head] : [command.head, stdin],
    timeoutMs,
    maxBytes: maxBytes + MAX_NOISE_BYTES,
    signal: options.signal,
    what: `A command on ${name}`,
    onTooMuch: (stdout) => (command.hasBegun(stdout) ? tooLong(name, maxBytes) : tooNoisy(name)),
  });
  const answer = command.read(exit.stdout);
  if (answer === null) throw whyNot(name, command, exit);
  if (answer.stdout.length > maxBytes) throw tooLong(name, maxBytes);
  return {
    stdout: answer.stdout,
    stderr: cleaned(command.said(exit.stderr)),
    exitCode: answer.exitCode,
    noise: cleaned(answer.noise.toString('utf8')).slice(0, NOISE_SHOWN),
  };
}

function whyNot(name: string, command: RemoteCommand, { exitCode, stderr, stdout, log }: SshExit): AppError {
  const said = cleaned(`${stdout.toString('utf8')}\n${stderr}`);
  const cause = new HostCommandError(exitCode, said);
  const bySsh = sshError(name, log, cause);
  if (bySsh !== null) return bySsh;
  if (exitCode === 255 || exitCode === null || command.hasBegun(stdout)) return lostConnection(name, log, cause);
  const known = remoteError(name, stderr, cause);
  if (known !== null) return known;
  const words = said.split('\n')[0];
  return new AppError(
    'upstream',
    `The login shell on ${name} did not run what it was asked to. It has to be able to run sh -c, with sh and dd on its PATH.${words ? ` It said: ${words.slice(0, NOISE_SHOWN)}` : ''}`,
    { kind: 'internal', cause, ...(said === '' ? {} : { details: said }) },
  );
}

function tooNoisy(name: string): AppError {
  return new AppError(
    'upstream',
    `The login shell on ${name} prints without end before it does anything. Let its start files print nothing unless they run in a terminal.`,
    { kind: 'policy' },
  );
}

function tooLong(name: string, maxBytes: number): AppError {
  return new AppError('limit', `${name} answered with more than ${maxBytes} bytes.`, { kind: 'too_large' });
}
