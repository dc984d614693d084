import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorKind, repoKind } from '@/db/schema';
import { adviceOn } from './advice';

const all = [...errorKind.enumValues, 'stale' as const].flatMap((trouble) =>
  repoKind.enumValues.map((kind) => [trouble, kind, adviceOn(trouble, kind)] as const),
);

describe('advice', () => {
  it.each(all)('on %s of a %s repository is brief, and whole sentences', (_trouble, _kind, { brief, full }) => {
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
      const { brief, full } = adviceOn(trouble, 'local');
      expect(`${brief} ${full}`).not.toMatch(/token|address|fetched anew|ALLOWED_HOSTS/);
    }
    expect(adviceOn('auth', 'local').full).toContain('folder');
    expect(adviceOn('auth', 'clone')).toEqual(adviceOn('auth', 'mirror'));
  });

  it('on what nobody expected is to try again and to look', () => {
    expect(adviceOn(null, 'mirror')).toEqual(adviceOn('internal', 'mirror'));
  });
});
