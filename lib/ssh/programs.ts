// The programs of this server that deliveries need, looked for once.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { startGroup } from '@/lib/process/process-group';

export interface Program {
  path: string;
  /** `3.2.7`; of ssh `9.2`. */
  version: string;
}

export interface DeliveryPrograms {
  rsync: Program | null;
  ssh: Program | null;
  /** What has to be installed on this server, in a sentence for people; null if nothing. */
  missing: string | null;
}

const OLDEST_RSYNC = [3, 1] as const;
const ANSWER_MS = 30_000;
/** How long it counts that something is missing: whoever installs it need not start Freshet anew. */
const MISSING_MS = 30_000;
const MOST_CHARACTERS = 64 * 1024;

const holder = globalThis as typeof globalThis & {
  freshetDeliveryPrograms?: { found: Promise<DeliveryPrograms>; until: number } | undefined;
};

/** What is there; never throws. What was found is kept, what is missing is looked for again after half a minute. */
export async function deliveryPrograms(): Promise<DeliveryPrograms> {
  const kept = holder.freshetDeliveryPrograms;
  if (kept && performance.now() < kept.until) return await kept.found;
  const looked = { found: look(), until: Number.POSITIVE_INFINITY };
  holder.freshetDeliveryPrograms = looked;
  const found = await looked.found;
  if (found.missing !== null) looked.until = performance.now() + MISSING_MS;
  return found;
}

/** For tests, which change the PATH. */
export function forgetPrograms(): void {
  holder.freshetDeliveryPrograms = undefined;
}

/** The path of a program that has to be there. Throws AppError `internal` that says what to install. */
export async function requireProgram(name: 'rsync' | 'ssh'): Promise<string> {
  const found = await deliveryPrograms();
  const program = found[name];
  if (program !== null) return program.path;
  throw new AppError('internal', found.missing ?? `${name} is missing on this server.`, { kind: 'internal' });
}

async function look(): Promise<DeliveryPrograms> {
  const [rsync, ssh] = await Promise.all([
    versionOf('rsync', ['--version'], /^rsync +version v?(\d+\.\d+(?:\.\d+)?)/m),
    versionOf('ssh', ['-V'], /OpenSSH_\D*(\d+\.\d+)/),
  ]);
  const isOld = rsync !== null && isOlder(rsync.version);
  const sentences = [
    ...(ssh === null ? ['ssh is missing (OpenSSH, package openssh-client)'] : []),
    ...(rsync === null ? ['rsync is missing (package rsync)'] : []),
    ...(isOld ? [`rsync is ${rsync.version}, and ${OLDEST_RSYNC.join('.')} or newer is needed`] : []),
  ];
  return {
    rsync: isOld ? null : rsync,
    ssh,
    missing:
      sentences.length === 0
        ? null
        : `This server cannot deliver: ${sentences.join('; ')}. Install it on the server that runs Freshet; everything else works without it.`,
  };
}

/** True for an rsync that deliveries cannot use. */
export function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_RSYNC[0] || (major === OLDEST_RSYNC[0] && minor < OLDEST_RSYNC[1]);
}

async function versionOf(name: string, args: readonly string[], pattern: RegExp): Promise<Program | null> {
  const program = onPath(name);
  if (program === null) return null;
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const group = await startGroup(program, args, { env: programEnvironment(), cwd: '/', signal });
    group.stdin.end();
    let text = '';
    group.stdout.setEncoding('utf8').on('data', (part: string) => {
      if (text.length < MOST_CHARACTERS) text += part;
    });
    const { stderr } = await group.exited;
    const [, version] = pattern.exec(`${text}\n${stderr}`) ?? [];
    return version === undefined ? null : { path: program, version };
  } catch {
    return null;
  }
}

/** All that ssh and rsync get of our environment. */
export function programEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C' };
}

function onPath(name: string): string | null {
  for (const folder of programEnvironment().PATH?.split(':') ?? []) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(/* turbopackIgnore: true */ folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not there.
    }
  }
  return null;
}
