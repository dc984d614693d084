import { expect, it } from 'vitest';
import { pathInRepoSchema } from './path-in-repo';

it.each(['.gitleaks.toml', 'config/gitleaks.toml', ' padded.toml ', 'größe/a b.toml'])('%s is one', (path) => {
  expect(pathInRepoSchema.parse(path)).toBe(path.trim());
});

it.each([
  '',
  '/etc/passwd',
  'folder/',
  'a//b',
  '../x',
  'a/../b',
  './a',
  '.git/config',
  'a/.GIT/x',
  'a\nb',
  'x'.repeat(1025),
])('%j is none', (path) => {
  expect(pathInRepoSchema.safeParse(path).success).toBe(false);
});
