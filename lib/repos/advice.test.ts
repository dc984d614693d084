import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorKind } from '@/db/schema';
import { ACCESS, accessOf, adviceOn } from './advice';

const all = [...errorKind.enumValues, 'stale' as const].flatMap((trouble) =>
  ACCESS.map((access) => [trouble, access, adviceOn(trouble, access)] as const),
);

describe('advice', () => {
  it.each(all)('on %s where it is let in by %s is brief, and whole sentences', (_trouble, _access, { brief, full }) => {
    expect(brief).toMatch(/^[A-Z][^.:]{5,35}$/);
    expect(full).toMatch(/^[A-Z].{20,220}\.$/);
  });

  it('names no setting that there is not', () => {
    const names = all.flatMap(([, , { full }]) => full.match(/FRESHET_\w+/g) ?? []);
    expect(names.length).toBeGreaterThan(3);
    const known = readFileSync('lib/env.ts', 'utf8');
    for (const name of new Set(names)) expect(known).toContain(`${name}:`);
  });

  it('on a folder is about the folder, and never about a token or an address', () => {
    for (const trouble of errorKind.enumValues) {
      const { brief, full } = adviceOn(trouble, 'folder');
      expect(`${brief} ${full}`).not.toMatch(/token|address|fetched anew|ALLOWED_HOSTS/);
    }
    expect(adviceOn('auth', 'folder').full).toContain('folder');
  });

  it('on a refusal is another one for a wrong token, for none and for a key', () => {
    for (const trouble of ['auth', 'not_found'] as const) {
      expect(new Set(ACCESS.map((access) => adviceOn(trouble, access).full)).size).toBe(ACCESS.length);
    }
    expect(adviceOn('auth', 'token').brief).toContain('another token');
    expect(adviceOn('auth', 'key').brief).not.toContain('token');
  });

  it('follows from how a repository is read', () => {
    const url = 'https://git.example/a/b';
    expect(accessOf({ kind: 'mirror', url, has_token: true })).toBe('token');
    expect(accessOf({ kind: 'mirror', url, has_token: false })).toBe('no_token');
    for (const ssh of ['ssh://git@git.example/a/b', 'git@git.example:a/b']) {
      expect(accessOf({ kind: 'mirror', url: ssh, has_token: false })).toBe('key');
    }
    expect(accessOf({ kind: 'local', url: null, has_token: false })).toBe('folder');
  });

  it('on what nobody expected is to try again and to look', () => {
    expect(adviceOn(null, 'token')).toEqual(adviceOn('internal', 'token'));
  });
});
