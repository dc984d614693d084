import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptToken, encryptToken, loadSecret } from './secrets';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'freshet-secret-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('tokens at rest', () => {
  const key = loadSecret({ secret: 'a secret of at least thirty-two characters', dataDir: '/nonexistent' });

  it('come back as they were, and never look the same twice', () => {
    const cipher = encryptToken('ghp_tökén', key);
    expect(decryptToken(cipher, key)).toBe('ghp_tökén');
    expect(encryptToken('ghp_tökén', key).equals(cipher)).toBe(false);
    expect(cipher.includes('ghp_')).toBe(false);
  });

  it('are refused under another key, and when a bit has changed or bytes are missing', () => {
    const cipher = encryptToken('token', key);
    const other = loadSecret({ secret: 'another secret of thirty-two characters!', dataDir: '/nonexistent' });
    expect(() => decryptToken(cipher, other)).toThrow('Enter the token again');
    for (const at of [0, 12, 28]) {
      const changed = Buffer.from(cipher);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => decryptToken(changed, key)).toThrow('Enter the token again');
    }
    for (const length of [0, 5, 12, 20, 28]) {
      expect(() => decryptToken(cipher.subarray(0, length), key)).toThrow('Enter the token again');
    }
  });
});

describe('the secret', () => {
  it('is made once, kept for the owner alone, and the same ever after', async () => {
    const folder = path.join(dataDir, 'new');
    const first = loadSecret({ secret: undefined, dataDir: folder });
    expect(first).toHaveLength(32);
    expect(loadSecret({ secret: undefined, dataDir: folder }).equals(first)).toBe(true);
    expect((await stat(path.join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await readFile(path.join(folder, 'secret'), 'utf8')).trim().length).toBeGreaterThanOrEqual(43);
  });

  it('that is damaged stops with its name', async () => {
    await writeFile(path.join(dataDir, 'secret'), 'short');
    expect(() => loadSecret({ secret: undefined, dataDir })).toThrow(path.join(dataDir, 'secret'));
  });
});
