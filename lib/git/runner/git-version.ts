// Which git this machine has, and whether it will do.
import { AppError } from '@/lib/errors';
import { localEnvironment } from './environment';
import { begin, MAX_BOUNDED_BYTES, outputUpTo } from './git-process';

const OLDEST = [2, 37] as const;
const TIMEOUT_MS = 120_000;
let version: Promise<void> | undefined;

/** git before 2.37 cannot be told which address to connect to. Looked at once per process. */
export function checkVersion(): Promise<void> {
  version ??= readVersion().catch((error: unknown) => {
    version = undefined;
    throw error;
  });
  return version;
}

async function readVersion(): Promise<void> {
  const about = { verb: 'version', timeoutMs: TIMEOUT_MS };
  const { group, done } = await begin(['--version'], about, { env: localEnvironment(null), input: '' });
  const text = (await outputUpTo(MAX_BOUNDED_BYTES, group, done)).toString('utf8');
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new AppError(
    'internal',
    `This machine has ${text.trim()}, and Freshet needs git ${OLDEST.join('.')} or newer. Install a newer git.`,
    { kind: 'internal' },
  );
}
