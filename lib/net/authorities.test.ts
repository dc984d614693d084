import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { parseEnv } from '@/lib/env';
import { authorities } from './authorities';

const folder = mkdtempSync(path.join(tmpdir(), 'freshet-authorities-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(text: string): string {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.pem`);
  writeFileSync(file, text);
  return file;
}

describe('FRESHET_CA_FILE', () => {
  it('adds to what the system trusts', () => {
    const { authorities: own } = parseEnv({
      FRESHET_CA_FILE: fileOf(`# ours\n${TEST_CERTIFICATE}\n${TEST_CERTIFICATE}`),
    });
    expect(authorities(own)).toHaveLength(authorities(undefined).length + 2);
    expect(authorities(undefined).length).toBeGreaterThan(10);
    expect(parseEnv({}).authorities).toBeUndefined();
  });

  it.each([
    ['is not there', '/nonexistent/ca.pem', /cannot be read \(ENOENT\)/],
    ['is a folder', folder, /cannot be read \(EISDIR\)/],
    ['is empty', fileOf(''), /no certificate/],
    ['is something else', fileOf('hello'), /no certificate/],
    ['is damaged', fileOf(TEST_CERTIFICATE.replace('MIIB', 'AAAA')), /certificate 1 .* damaged/],
    ['holds a key', fileOf(TEST_CERTIFICATE + TEST_KEY), /private key/],
  ])('that %s stops the start with a sentence', (_what, file, says) => {
    expect(() => parseEnv({ FRESHET_CA_FILE: file })).toThrow(says);
    expect(() => parseEnv({ FRESHET_CA_FILE: file })).toThrow(/^FRESHET_CA_FILE: .*\.$/);
  });
});

describe('FRESHET_PROXY', () => {
  it.each(['http://proxy.example.com:3128', 'https://me:p%40ss@10.0.0.1:8443', 'http://[fd00::1]:3128/'])(
    'may be %s',
    (proxy) => {
      expect(parseEnv({ FRESHET_PROXY: proxy }).proxy).toBe(proxy);
    },
  );

  it.each([
    'proxy.example.com:3128',
    'socks5://proxy.example.com',
    'http://',
    'http://me:s3cret@proxy.example.com/path',
    'http://me:s3cret@proxy.example.com?x=1',
    'ftp://me:s3cret@proxy.example.com',
  ])('cannot be %s, and the message does not repeat it', (proxy) => {
    expect(() => parseEnv({ FRESHET_PROXY: proxy })).toThrow(/FRESHET_PROXY: needs an address such as/);
    expect(() => parseEnv({ FRESHET_PROXY: proxy })).not.toThrow(/s3cret/);
  });
});
