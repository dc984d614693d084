// What is kept encrypted, and the key it is encrypted under.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Env } from './env';
import { AppError } from './errors';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce (12 bytes), tag (16), ciphertext. `key` is 32 bytes, from `loadSecret`. */
export function encryptToken(plain: string, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws AppError `invalid` (kind `auth`) if the key is another one or the bytes were changed. */
export function decryptToken(cipher: Buffer, key: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, cipher.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(cipher.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(cipher.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  } catch (cause) {
    throw new AppError(
      'invalid',
      'The stored token cannot be read: the secret (FRESHET_SECRET) is not the one it was stored under. Enter the token again.',
      { kind: 'auth', cause },
    );
  }
}

/**
 * The 32-byte key: SHA-256 of FRESHET_SECRET, else of `<dataDir>/secret`, which is made on first use with mode 0600.
 * Reads the file synchronously; meant for start-up and rare use.
 */
export function loadSecret(env: Pick<Env, 'secret' | 'dataDir'>): Buffer {
  return createHash('sha256')
    .update(env.secret ?? keptSecret(env.dataDir))
    .digest();
}

function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true });
  try {
    // Exclusive: of two processes that start at once, one makes it and the other reads it.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) {
    throw new AppError('internal', `The file ${file} is damaged: it should hold a secret of 32 or more characters.`);
  }
  return secret;
}
