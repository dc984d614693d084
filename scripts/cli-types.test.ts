import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cliTypes, TYPES_FILE } from './make-cli-types';

it('the command line knows the API as it is (npm run cli:types)', async () => {
  // Not shown line by line: they are thousands.
  expect((await readFile(TYPES_FILE, 'utf8')) === (await cliTypes())).toBe(true);
});
