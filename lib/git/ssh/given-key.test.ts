// Private keys that people give, as the programs of this machine make them.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readGivenKey } from './given-key';

const folder = mkdtempSync(path.join(tmpdir(), 'freshet-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function made(name: string, ...options: string[]) {
  const file = path.join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-C', 'somebody', '-f', file, ...options]);
  return { text: readFileSync(file, 'utf8'), half: readFileSync(`${file}.pub`, 'utf8').split(' ')[1] };
}
const why = (text: string) => {
  try {
    readGivenKey(text, 'test');
  } catch (error) {
    return error as Error & { kind?: string };
  }
  return expect.unreachable('it was taken');
};

it('are taken in the format of OpenSSH, with any line ends, and as PKCS #8', () => {
  const { text, half } = made('plain', '-t', 'ed25519', '-N', '');
  const read = readGivenKey(`  ${text.replaceAll('\n', '\r\n')}\n`, 'test');
  expect(read.publicKey).toBe(`ssh-ed25519 ${half} test`);
  expect(read.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(readGivenKey(read.privateKey, 'test')).toEqual(read);
});

it('are refused with a passphrase, of another kind, cut off or of another half, with a sentence and without the key', () => {
  const locked = made('locked', '-t', 'ed25519', '-N', 'a passphrase');
  expect(why(locked.text).message).toContain('passphrase');
  const pkcs8 = generateKeyPairSync('ed25519').privateKey;
  const encrypted = pkcs8.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
  expect(why(String(encrypted)).message).toContain('passphrase');
  expect(why(made('other', '-t', 'ecdsa', '-N', '').text).message).toContain('only ed25519');
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(why(String(ec)).message).toContain('only ed25519');
  const { text, half } = made('cut', '-t', 'ed25519', '-N', '');
  const lines = text.split('\n');
  for (const broken of [
    lines.filter((_, n) => n !== 2).join('\n'),
    text.slice(0, 200),
    'nothing',
    'PuTTY-User-Key-File-3: ssh-ed25519',
    `ssh-ed25519 ${half} me`,
  ]) {
    const error = why(broken);
    expect(error.kind).toBe('auth');
    expect(error.message).not.toContain(lines[1]);
  }
});
