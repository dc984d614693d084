// The connection that all commands to a host share: an ssh of ours in the foreground, which ends with us.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stoppedError } from '@/lib/git/runner/run-errors';
import { type ProcessGroup, startGroup } from '@/lib/process/process-group';
import { lostConnection } from './host-errors';
import { programEnvironment } from './programs';
import { endOf } from './run-ssh';
import { ALIAS, type SshSetup } from './ssh-config';

const LOOK_EACH_MS = 15;
/** What ssh says if it cannot share its connection; commands then connect by themselves. */
const UNSHARED = /disabling multiplexing|cannot bind to path|unix_listener/i;

/**
 * Signs in, and resolves once commands can share the connection. If it ends later, ssh connects anew for each command.
 * Throws AppError: by what ssh said, on abort, and after `timeoutMs`.
 */
export async function startMaster(
  setup: SshSetup & { socket: string },
  { name, signal, timeoutMs }: { name: string; signal: AbortSignal; timeoutMs: number },
): Promise<ProcessGroup> {
  const logFile = path.join(setup.folder, 'master-log');
  const args = ['-F', setup.config, '-E', logFile, '-o', 'ControlMaster=yes', '-N', ALIAS];
  const group = await startGroup(setup.ssh, args, { env: programEnvironment(), cwd: '/', signal });
  group.stdin.end();
  group.stdout.resume();
  const timer = setTimeout(() => group.stop(new DOMException('time limit', 'TimeoutError')), timeoutMs);
  const ended = new AbortController();
  void group.exited.then(() => ended.abort());
  try {
    while (!ended.signal.aborted) {
      if (await isThere(setup.socket)) return group;
      if (UNSHARED.test(await endOf(logFile))) return group;
      await sleep(LOOK_EACH_MS);
    }
  } finally {
    clearTimeout(timer);
  }
  const { stopped, exitCode } = await group.exited;
  if (stopped !== undefined) throw stoppedError(stopped, `Signing in at ${name}`, timeoutMs);
  const log = await endOf(logFile);
  throw lostConnection(name, log, new Error(`ssh ended with ${exitCode}: ${log.slice(-1000)}`));
}

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
