import { describe, expect, it } from 'vitest';
import { deliveryDigest } from './delivery-digest';
import { literalPath } from './host/places';
import {
  excludePatternSchema,
  modesSchema,
  ownerSchema,
  releaseName,
  releaseNameSchema,
  subfolderSchema,
  syncRevSchema,
  targetPathSchema,
} from './spec';
import { staysWithin } from './tree/link-target';

const takes = (schema: { safeParse(text: string): { success: boolean } }, texts: string[]) =>
  texts.filter((text) => schema.safeParse(text).success);

describe('what is taken', () => {
  it('paths on hosts', () => {
    const good = [
      '/srv/site',
      '/srv/it\'s a "site"',
      '/srv/a\nb',
      '/home/web/www',
      '/-rf',
      '/a/b*',
      '/etc/nginx',
      '/srv/..a',
      '/é',
    ];
    expect(takes(targetPathSchema, good)).toEqual(good);
    const bad = [
      '',
      '/',
      'srv',
      '~/x',
      'host:/x',
      'rsync://host/x',
      '/srv/',
      '//srv',
      '/srv//x',
      '/srv/../etc',
      '/srv/.',
      '/etc',
      '/usr',
      '/home',
      '/usr/lib',
      '/proc/x',
      '/dev/sda/x',
      '/a\0b',
      '/\ud800',
      `/${'x'.repeat(201)}`,
      '/x'.repeat(600),
    ];
    expect(takes(targetPathSchema, bad)).toEqual([]);
  });

  it('patterns, and no rules', () => {
    const good = [
      '*.log',
      '/build/',
      'a b',
      '.git',
      '-foo',
      '--rsh=x',
      '#*#',
      '**/cache',
      '[a-z]*',
      'include_me',
      '.env',
      '...',
      '\\*',
      "it's",
      'merged',
      'é',
    ];
    expect(takes(excludePatternSchema, good)).toEqual(good);
    const bad = [
      '',
      ' ',
      '!',
      '! x',
      '- x',
      '+ x',
      ': x',
      ':n x',
      '. /etc/passwd',
      '.,n x',
      'merge /etc/passwd',
      'dir-merge x',
      'include x',
      'a\nb',
      'a\0',
      '/',
      '../x',
      'a/../b',
      'x'.repeat(501),
    ];
    expect(takes(excludePatternSchema, bad)).toEqual([]);
  });

  it('owners and modes by their grammar', () => {
    const owners = ['www-data', 'www-data:www-data', ':staff', '1000:1000', '_www'];
    expect(takes(ownerSchema, owners)).toEqual(owners);
    expect(
      takes(ownerSchema, ['', ':', 'a:', 'a b', '-x', 'a,b', '*:x', 'a:b:c', 'root\n', '$(id)', '--rsh=x']),
    ).toEqual([]);
    const modes = ['D755,F644', 'u=rwX,go=rX', 'g+w', 'Dg+s,ug+w,Fo-w,+X', '0644', 'o='];
    expect(takes(modesSchema, modes)).toEqual(modes);
    expect(takes(modesSchema, ['', '9', '7', '755,', 'x', 'a+y', 'DF755', 'u+r-w', 'g+w --rsh=x', 'g+w\n'])).toEqual(
      [],
    );
  });

  it('folders, names of releases, what a host says', () => {
    expect(takes(subfolderSchema, ['docs', 'docs/site', 'a b'])).toHaveLength(3);
    expect(takes(subfolderSchema, ['', '/', '/docs', 'docs/', '../x', 'a/../b', '.git', 'a\0'])).toEqual([]);
    const name = releaseName(new Date(0), 'a'.repeat(40), '0b1e-77aa-x');
    expect(name).toBe('19700101T000000Z-aaaaaaaaaaaa-0b1e77aa');
    expect(takes(releaseNameSchema, [name, 'r1'])).toHaveLength(2);
    expect(takes(releaseNameSchema, ['', '.', '..', '-x', 'a/b', 'x.partial', 'a b'])).toEqual([]);
    const rev = {
      repo: 'a/b',
      ref: 'main',
      commit: 'a'.repeat(40),
      delivered_at: new Date(0).toISOString(),
      digest: 'b'.repeat(64),
    };
    expect(syncRevSchema.safeParse({ ...rev, more: 1 })).toMatchObject({ success: true, data: rev });
    for (const bad of [
      { commit: 'x' },
      { digest: '' },
      { delivered_at: 'now' },
      { repo: 'x'.repeat(501) },
      { ref: 7 },
    ]) {
      expect(syncRevSchema.safeParse({ ...rev, ...bad }).success).toBe(false);
    }
  });
});

it('quotes patterns in paths for the receiving rsync, and nothing else', () => {
  expect(literalPath('/a b/c*/d\\e/[f]\\g/h?')).toBe('/a b/c\\*/d\\e/\\[f\\]\\\\g/h\\?');
});

it('makes another digest of every rule', () => {
  const rules = { excludes: ['a'], excludeDotGit: true, deletes: true, owner: null, modes: null };
  const all = [
    rules,
    { ...rules, excludes: [] },
    { ...rules, excludeDotGit: false },
    { ...rules, deletes: false },
    { ...rules, owner: 'a' },
    { ...rules, modes: 'F644' },
  ].map((one) => deliveryDigest({ digest: 'x' }, one));
  expect(new Set([...all, deliveryDigest({ digest: 'y' }, rules)]).size).toBe(7);
});

it('knows links that stay within a tree', () => {
  const stays = (path: string, target: string) => staysWithin(Buffer.from(path), Buffer.from(target));
  for (const [path, target] of [
    ['a', 'b'],
    ['a', './b//c/'],
    ['x/a', '../b'],
    ['x/y/a', '../../b/c'],
    ['x/a', '..'],
    ['a', '...'],
  ] as const) {
    expect(stays(path, target), `${path} → ${target}`).toBe(true);
  }
  for (const [path, target] of [
    ['a', '..'],
    ['a', '/b'],
    ['x/a', '../../b'],
    ['a', 'b/../c'],
    ['x/y/a', '../b/../../../c'],
    ['a', ''],
    ['a', 'b\0c'],
  ] as const) {
    expect(stays(path, target), `${path} → ${target}`).toBe(false);
  }
});
