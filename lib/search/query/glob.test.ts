import { describe, expect, it } from 'vitest';
import { escapeLike, globToRegex } from './glob';

describe('globToRegex', () => {
  it.each([
    ['*.ts', 'a.ts', true],
    ['*.ts', 'src/a.ts', true],
    ['*.ts', 'src/a.tsx', false],
    ['*.ts', 'a.ts/b', false],
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'packages/x/src/a.ts', true],
    ['/src/*.ts', 'packages/x/src/a.ts', false],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['src/**/*.ts', 'src/deep/er/a.ts', true],
    ['src/**/*.ts', 'src/a.ts', true],
    ['src/**', 'src/a/b', true],
    ['**/x', 'a/b/x', true],
    ['**/**/**/x', 'x', true],
    ['a***z', 'a/b/z', true],
    ['Make?ile', 'sub/Makefile', true],
    ['a+b(c)[d].{x}$|^*', 'a+b(c)[d].{x}$|^1', true],
    ['*constructor*', 'src/a-constructor.ts', true],
    ['toString?', 'toString1', true],
    ['acme/*', 'acme/web', true],
    ['acme/*', 'other/acme/web', true],
    ['/acme/*', 'other/acme/web', false],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(new RegExp(globToRegex(glob)).test(path)).toBe(expected);
  });
});

it('escapes what LIKE would read as a wildcard', () => {
  expect(escapeLike('100%_\\')).toBe('100\\%\\_\\\\');
});
