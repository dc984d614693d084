// The keys in the data folder, and the settings of the environment: without them a database's secrets cannot be read.
import { createHmac } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Env, settingNames } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { listFolder, readPlainFile } from '@/lib/files/plain-file';
import { loadSecret } from '@/lib/secrets';
import type { BackupHeader } from './open-backup';

/** Where the settings of the server that was backed up are laid down, for whoever sets up the new one. */
export const SETTINGS_FILE = 'restored-settings.env';
const SECRET_FILE = 'secret';
const MAX_BYTES = 1024 * 1024;
const NAME = /^(?:secret|ssh\/[A-Za-z0-9][A-Za-z0-9._-]{0,200})$/;

export interface KeyFile {
  /** Below the data folder. */
  name: string;
  bytes: Buffer;
}

/** Says by which secret something is encrypted, and not the secret. */
export function keyCheck(env: Pick<Env, 'secret' | 'dataDir'>): string {
  return createHmac('sha256', loadSecret(env)).update('freshet backup').digest('hex');
}

/** The secret, and what ssh knows of hosts and signs in by. */
export async function readKeys(env: Pick<Env, 'secret' | 'dataDir'>): Promise<KeyFile[]> {
  const ssh = (await listFolder(path.join(env.dataDir, 'ssh'))).filter((entry) => entry.isFile());
  const names = [SECRET_FILE, ...ssh.map(({ name }) => `ssh/${name}`)].filter((name) => NAME.test(name));
  const files: KeyFile[] = [];
  for (const name of names) {
    // What the environment says counts, and not a file that an earlier start may have left.
    const isGiven = name === SECRET_FILE && env.secret !== undefined;
    const bytes = isGiven
      ? Buffer.from(env.secret ?? '')
      : await readPlainFile(path.join(env.dataDir, name), MAX_BYTES);
    if (bytes !== null) files.push({ name, bytes });
  }
  return files;
}

export function packKey({ name, bytes }: KeyFile): Buffer {
  return Buffer.concat([Buffer.from(`${name}\n`), bytes]);
}

/** Writes a key's file into a data folder, for its owner alone. Throws AppError for a name that is none of ours. */
export async function restoreKey(dataDir: string, packed: Buffer): Promise<void> {
  const end = packed.indexOf(10);
  const name = packed.toString('utf8', 0, end);
  if (!NAME.test(name)) throw new AppError('invalid', 'The backup holds a key that Freshet does not know.');
  const file = path.join(dataDir, name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(packed.subarray(end + 1));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What is set, by its name. */
export function presentSettings(source: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    settingNames().flatMap((name): [string, string][] => (source[name] ? [[name, source[name]]] : [])),
  );
}

/** Lays them down beside the data; nothing reads them there. */
export async function restoreSettings(dataDir: string, { settings, made_at }: BackupHeader): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  const about = `# The settings of the server that was backed up at ${made_at}. Copy to .env what is to hold here as well.\n`;
  await writeFile(path.join(dataDir, SETTINGS_FILE), about + lines.join(''), { mode: 0o600 });
}

/** Throws AppError `invalid` if this environment names another secret than the backup was made with. */
export function requireSameSecret(env: Pick<Env, 'secret' | 'dataDir'>, header: BackupHeader): void {
  if (env.secret === undefined || keyCheck(env) === header.key_check) return;
  throw new AppError(
    'invalid',
    'FRESHET_SECRET is not the one of the server that was backed up: its tokens and keys could not be read. Set that ' +
      'one, or none; then it is taken from the backup.',
  );
}
