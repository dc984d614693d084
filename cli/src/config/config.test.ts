import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CliError } from '../errors';
import { parseAddress } from './address';
import { currentProfile, profileFile, readProfile, removeProfile, writeProfile } from './profile';

describe('parseAddress', () => {
  it.each([
    ['search.example.com', 'https://search.example.com'],
    ['localhost:3000', 'http://localhost:3000'],
    ['127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://search.example.com', 'http://search.example.com'],
    ['https://example.com/freshet//', 'https://example.com/freshet'],
    ['HTTPS://Example.COM:443', 'https://example.com'],
  ])('reads %s as %s', (text, address) => {
    expect(parseAddress(text, 'It')).toBe(address);
  });

  it.each(['', 'ftp://x', 'https://user:pw@x', 'https://', 'a b', 'javascript:alert(1)'])('refuses %j', (text) => {
    expect(() => parseAddress(text, 'It')).toThrow(CliError);
  });
});

describe('the profile', () => {
  let env: NodeJS.ProcessEnv;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'freshet-config-'));
    env = { ...process.env, XDG_CONFIG_HOME: folder, FRESHET_URL: '', FRESHET_TOKEN: '' };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is for its owner alone, also where the folder was open before, and is written whole', () => {
    writeProfile({ url: 'https://a.example', token: 'frs_x' }, env);
    chmodSync(path.join(folder, 'freshet'), 0o755);
    writeProfile({ url: 'https://b.example', token: null }, env);
    expect(statSync(path.join(folder, 'freshet')).mode & 0o777).toBe(0o700);
    expect(statSync(profileFile(env)).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.join(folder, 'freshet'))).toEqual(['config.json']);
    expect(JSON.parse(readFileSync(profileFile(env), 'utf8'))).toEqual({ url: 'https://b.example', token: null });
    expect([removeProfile(env), removeProfile(env), readProfile(env)]).toEqual([true, false, null]);
  });

  it('gives a kept token to its own server alone', () => {
    writeProfile({ url: 'https://a.example', token: 'frs_kept' }, env);
    expect(currentProfile(env)).toEqual({ url: 'https://a.example', token: 'frs_kept' });
    expect(currentProfile({ ...env, FRESHET_URL: 'a.example' }).token).toBe('frs_kept');
    expect(currentProfile({ ...env, FRESHET_URL: 'https://b.example' })).toEqual({
      url: 'https://b.example',
      token: null,
    });
    expect(currentProfile({ ...env, FRESHET_TOKEN: 'frs_other' }).token).toBe('frs_other');
  });

  it('warns where others may read it, and says what is wrong with it', () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const file = writeProfile({ url: 'https://a.example', token: 'frs_x' }, env);
    chmodSync(file, 0o644);
    readProfile(env);
    expect(said.mock.calls.join()).toContain('chmod 600');
    for (const text of ['', '{}', '{"url":7}', 'null']) {
      writeFileSync(file, text);
      expect(() => readProfile(env), text).toThrow(/freshet login/);
    }
    const given = { FRESHET_URL: 'https://b.example', FRESHET_TOKEN: 'frs_given' };
    expect(currentProfile({ ...env, ...given })).toEqual({ url: 'https://b.example', token: 'frs_given' });
  });

  it('lies below home where XDG_CONFIG_HOME is no whole path', () => {
    expect(profileFile({ ...env, XDG_CONFIG_HOME: 'relative' })).toMatch(/\/\.config\/freshet\/config\.json$/);
  });
});
