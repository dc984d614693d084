import path from 'node:path';
import { expect, it } from 'vitest';
import { testsOfDatabase } from './tests-of-database.mjs';

const found = testsOfDatabase(path.resolve(import.meta.dirname, '..'));

it('finds what opens a database, itself or through what it imports, or names the server', () => {
  expect(found).toContain('db/client.int.test.ts');
  expect(found).toContain('app/api/repos.int.test.ts');
  expect(found).toContain('lib/sync/sync.int.test.ts');
  expect(found).toContain('e2e/faults/kill-sync.int.test.ts');
  expect(found).toContain('db/upgrade.int.test.ts');
});

it('leaves out what never asks one, and what is about the embedded one alone', () => {
  expect(found).not.toContain('lib/net/outbound.int.test.ts');
  expect(found).not.toContain('lib/git/remote/mirror.int.test.ts');
  expect(found).not.toContain('db/embedded.int.test.ts');
});
