// Keys for ssh, made here: ed25519, whose public half is one line for authorized_keys.
import { createHash, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export const KEY_TYPE = 'ssh-ed25519';

export interface SshKeyPair {
  /** PKCS #8, PEM. */
  privateKey: string;
  /** As in authorized_keys, with `comment` at its end. */
  publicKey: string;
}

/** Makes a key. `comment` is one word by which people know it again. */
export async function makeSshKey(comment: string): Promise<SshKeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKey: `${KEY_TYPE} ${publicBlob(publicKey).toString('base64')} ${comment}`,
  };
}

/** The public half in the form that travels over the wire. `key` may be the private half. */
export function publicBlob(key: KeyObject): Buffer {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  const { x = '' } = half.export({ format: 'jwk' });
  return Buffer.concat([sshString(KEY_TYPE), sshString(Buffer.from(x, 'base64url'))]);
}

/** Bytes with their length before them, as every part of ssh's messages has it. */
export function sshString(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** `SHA256:…` as ssh-keygen -l says it, of a key in the form that travels (base64, as in known_hosts). */
export function fingerprintOf(blob: string): string {
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
