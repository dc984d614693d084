// What a token looks like: frs_, thirty random characters and a checksum, so that whoever finds one, a scanner or a
// person, knows what it is and that it was not cut off, without asking this server.
import { createHash, randomInt } from 'node:crypto';

const PREFIX = 'frs_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^30 is more than 178 bits. */
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^frs_[0-9A-Za-z]{36}$/;

/** A new token, as it is shown once. */
export function newTokenSecret(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return PREFIX + random + checksumOf(random);
}

/** `foreign`: no token of a Freshet; `damaged`: mistyped or cut off, by its checksum. */
export function checkTokenSecret(secret: string): 'fine' | 'foreign' | 'damaged' {
  if (!secret.startsWith(PREFIX)) return 'foreign';
  if (!SHAPE.test(secret)) return 'damaged';
  const random = secret.slice(PREFIX.length, -CHECKSUM_LENGTH);
  return secret.endsWith(checksumOf(random)) ? 'fine' : 'damaged';
}

/** What is stored of a token. */
export function hashTokenSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** By which people know a token again; of the checksum, so nothing that is secret becomes easier to guess. */
export function hintOf(secret: string): string {
  return secret.slice(-4);
}

/** CRC32 of the random characters in base 62, the most significant digit first, filled up with zeros. */
function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = '';
  while (rest > 0) {
    text = ALPHABET[rest % ALPHABET.length] + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text.padStart(CHECKSUM_LENGTH, '0');
}

/** As zlib has it from Node 20.15 on. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
