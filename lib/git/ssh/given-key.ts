// A private key that somebody gives: ed25519, in the format of OpenSSH or PKCS #8, without a passphrase.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { KEY_TYPE, publicBlob, type SshKeyPair } from './ssh-key';

const MAGIC = 'openssh-key-v1\0';
const WANTED = 'Give an ed25519 key without a passphrase (ssh-keygen -t ed25519 -N ""), or have one made here.';

/**
 * Reads it; `comment` is one word by which people know its public half again. Throws AppError `invalid` (kind `auth`) that
 * says what is wrong, and nothing of the key.
 */
export function readGivenKey(text: string, comment: string): SshKeyPair {
  const key = parse(text.replaceAll('\r', '').trim());
  return {
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKey: `${KEY_TYPE} ${publicBlob(key).toString('base64')} ${comment}`,
  };
}

function parse(text: string): KeyObject {
  if (/^PuTTY-User-Key-File/.test(text)) {
    refuse(`This is a key of PuTTY. Convert it with puttygen (Conversions, Export OpenSSH key). ${WANTED}`);
  }
  if (/^(?:ssh-|ecdsa-|sk-)/.test(text))
    refuse(`This is the public half of a key, and the private one is needed. ${WANTED}`);
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4, *ENCRYPTED/.test(text)) refuse(ENCRYPTED);
  const openssh = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END OPENSSH PRIVATE KEY-----$/.exec(
    text,
  );
  if (openssh) return fromOpenssh(Buffer.from(openssh[1] ?? '', 'base64'));
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    return refuse(`The key cannot be read. ${WANTED}`);
  }
  return key.asymmetricKeyType === 'ed25519' ? key : refuseType(key.asymmetricKeyType ?? 'unknown');
}

const ENCRYPTED = `The key has a passphrase, which nobody could type when it is used. ${WANTED}`;

/** PROTOCOL.key of OpenSSH. */
function fromOpenssh(bytes: Buffer): KeyObject {
  try {
    const outer = reader(bytes);
    if (outer.take(MAGIC.length).toString('latin1') !== MAGIC) throw new RangeError('magic');
    const cipher = outer.text();
    outer.string();
    outer.string();
    if (cipher !== 'none') return refuse(ENCRYPTED);
    if (outer.number() !== 1) return refuse(`There is more than one key in it. ${WANTED}`);
    outer.string();
    const inner = reader(outer.string());
    const [check, again] = [inner.number(), inner.number()];
    if (check !== again) throw new RangeError('check');
    const type = inner.text();
    if (type !== KEY_TYPE) return refuseType(type);
    const x = inner.string();
    const both = inner.string();
    if (x.length !== 32 || both.length !== 64 || !both.subarray(32).equals(x)) throw new RangeError('length');
    const d = both.subarray(0, 32).toString('base64url');
    return createPrivateKey({
      key: { kty: 'OKP', crv: 'Ed25519', d, x: x.toString('base64url') },
      format: 'jwk',
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    return refuse(`The key is damaged or cut off. ${WANTED}`);
  }
}

/** Throws RangeError past the end. */
function reader(bytes: Buffer) {
  let at = 0;
  const take = (length: number) => {
    if (at + length > bytes.length) throw new RangeError('cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = () => take(4).readUInt32BE(0);
  const string = () => take(number());
  return { take, number, string, text: () => string().toString('latin1') };
}

function refuseType(type: string): never {
  const shown = /^[a-z0-9@.-]{1,60}$/i.test(type) ? type : 'another kind';
  return refuse(`The key is ${shown}, and only ed25519 is taken. ${WANTED}`);
}

function refuse(message: string): never {
  throw new AppError('invalid', message, { kind: 'auth' });
}
