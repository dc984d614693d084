// docs/access.md says what the code says; `vitest -u` writes it anew.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accessTables } from './access-table';

const FILE = 'docs/access.md';
const END = ' -->\n';

it('docs/access.md says what `may` answers', async () => {
  const text = readFileSync(FILE, 'utf8');
  const mark = text.indexOf('<!-- made by lib/access/access-table.ts');
  const written = text.slice(0, text.indexOf(END, mark) + END.length);
  expect(mark).toBeGreaterThan(0);
  await expect(`${written}\n${accessTables()}\n`).toMatchFileSnapshot(`../../${FILE}`);
});
