// Which server is talked to and by which token: kept in the user's config folder, for nobody else to read.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CliError, EXIT } from '../errors';
import { warn } from '../terminal/say';
import { parseAddress } from './address';

export interface Profile {
  /** Origin and, behind a proxy, the path below which the server answers; no slash at its end. */
  url: string;
  /** Null for a server without accounts, and for visitors. */
  token: string | null;
}

/** Where the file lies. A relative XDG_CONFIG_HOME counts for nothing, as its specification says. */
export function profileFile(env: NodeJS.ProcessEnv = process.env): string {
  const wanted = env.XDG_CONFIG_HOME;
  const base = wanted && path.isAbsolute(wanted) ? wanted : path.join(os.homedir(), '.config');
  return path.join(base, 'freshet', 'config.json');
}

/**
 * The server to talk to: FRESHET_URL and FRESHET_TOKEN, else what `login` kept. A kept token is only ever for the
 * server that it was kept for. Throws CliError if no server is known.
 */
export function currentProfile(env: NodeJS.ProcessEnv = process.env): Profile {
  const given = env.FRESHET_URL ? parseAddress(env.FRESHET_URL, 'FRESHET_URL') : null;
  const token = env.FRESHET_TOKEN?.trim() || null;
  // What was kept counts for nothing then, and is no trouble if it cannot be read.
  if (given && token) return { url: given, token };
  const kept = readProfile(env);
  const url = given ?? kept?.url;
  if (!url) {
    throw new CliError(
      EXIT.usage,
      'No server is known yet. Run `freshet login ADDRESS`, or set FRESHET_URL and FRESHET_TOKEN.',
    );
  }
  const own = kept && kept.url === url ? kept.token : null;
  return { url, token: token ?? own };
}

/** What `login` kept; null if nothing was. Throws CliError for a file that cannot be read. */
export function readProfile(env: NodeJS.ProcessEnv = process.env): Profile | null {
  const file = profileFile(env);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      warn(`${file} can be read by others, and holds a token. Run: chmod 600 ${file}`);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliError(EXIT.failed, `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
  try {
    const { url, token } = JSON.parse(text) as Record<string, unknown>;
    if (typeof url === 'string')
      return { url: parseAddress(url, file), token: typeof token === 'string' ? token : null };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
  }
  throw new CliError(EXIT.failed, `${file} is not what \`freshet login\` writes. Run it again.`);
}

/** Keeps the profile: the folder for the user alone (700), the file too (600), written whole or not at all. */
export function writeProfile(profile: Profile, env: NodeJS.ProcessEnv = process.env): string {
  const file = profileFile(env);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    chmodSync(path.dirname(file), 0o700);
    writeFileSync(draft, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new CliError(EXIT.failed, `${file} cannot be written: ${(cause as Error).message}.`, { cause });
  }
  return file;
}

/** Forgets it. Returns whether there was one. */
export function removeProfile(env: NodeJS.ProcessEnv = process.env): boolean {
  const file = profileFile(env);
  try {
    rmSync(file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new CliError(EXIT.failed, `${file} cannot be removed: ${(cause as Error).message}.`, { cause });
  }
}
