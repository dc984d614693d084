// Which gitleaks is on the PATH, if one is. A broken one is not passed over: what it would have found would be missed.
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { startGroup } from '@/lib/process/process-group';
import { plainWords } from './scanner';

export interface Gitleaks {
  path: string;
  version: string;
  /** Another one of the same version has another. */
  key: string;
  /** Why it cannot be used, in words; null if it can. */
  problem: string | null;
}

const ANSWER_MS = 20_000;
const MOST_BYTES = 4096;
/** The first that knows `gitleaks dir`. */
const OLDEST = [8, 19] as const;

const holder = globalThis as typeof globalThis & { freshetGitleaks?: Map<string, Promise<Gitleaks>> };

/** What is there now: one that is installed, replaced or removed while Freshet runs is seen by the next scan. */
export async function findGitleaks(): Promise<Gitleaks | null> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    // A relative folder would mean another one for each working directory.
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(/* turbopackIgnore: true */ folder, 'gitleaks');
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) continue;
    if (
      !(await access(file, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      continue;
    const key = `${await realpath(file)} ${found.size} ${found.mtimeMs}`;
    holder.freshetGitleaks ??= new Map();
    const known = holder.freshetGitleaks.get(key) ?? ask(file, `${found.size} ${found.mtimeMs}`);
    holder.freshetGitleaks.set(key, known);
    const gitleaks = await known;
    // Asked again by the next scan: what was wrong may have passed.
    if (gitleaks.problem !== null) holder.freshetGitleaks.delete(key);
    return gitleaks;
  }
  return null;
}

async function ask(file: string, stamp: string): Promise<Gitleaks> {
  const unusable = (why: string): Gitleaks => ({
    path: file,
    version: 'unknown',
    key: stamp,
    problem: `${file} ${why}. Nothing can be scanned for secrets until it is repaired, or removed from the PATH: then secretlint is used instead.`,
  });
  try {
    const env = { PATH: process.env.PATH ?? '' };
    const group = await startGroup(file, ['version'], { env, cwd: '/', signal: AbortSignal.timeout(ANSWER_MS) });
    group.stdin.end();
    let said = '';
    group.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.length > MOST_BYTES) group.stop(new Error('it says too much'));
    });
    const { exitCode, stopped } = await group.exited;
    if (stopped !== undefined || exitCode !== 0) return unusable('does not say its version');
    // One that was built from source does not know it.
    const numbers = /(\d+)\.(\d+)\.\d+/.exec(said);
    if (numbers && Number(numbers[1]) * 1000 + Number(numbers[2]) < OLDEST[0] * 1000 + OLDEST[1]) {
      return unusable(`is version ${numbers[0]}, and ${OLDEST.join('.')} or newer is needed`);
    }
    const version = numbers?.[0] ?? 'of no version';
    return { path: file, version, key: `${plainWords(said, 100)} ${stamp}`, problem: null };
  } catch {
    return unusable('cannot be started');
  }
}
