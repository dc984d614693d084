// What docs/search.md says that queries find is what they find.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { resolveLanguage } from './query/languages';
import { search } from './search';
import { addTestRepo, contextOf, type TestFile } from './testing';

const rows = readFileSync(new URL('../../docs/search.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
const codes = (cell: string) => [...cell.replace(/\(.*\)$/, '').matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
const below = (heading: string) => {
  const from = rows.findIndex(([first]) => first === heading);
  const until = rows.findIndex((cells, i) => i > from + 1 && cells.length !== rows[from]!.length);
  return rows.slice(from + 2, until < 0 ? undefined : until);
};
const files = rows.filter((cells) => cells.length === 5 && /^`acme\/\w+`$/.test(cells[0]!));
const queries = below('query').filter((cells) => !files.includes(cells));

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  const repos = new Map<string, Record<string, TestFile>>();
  for (const [repo, path, language, defines, text] of files) {
    const [name] = codes(repo!);
    const content = repos.get(name!) ?? {};
    content[codes(path!)[0]!] = {
      text: codes(text!)[0]!,
      defines: codes(defines!),
      ...(language ? { language: resolveLanguage(language)! } : {}),
    };
    repos.set(name!, content);
  }
  for (const [name, content] of repos) await addTestRepo(database.db, name, content);
});
afterAll(async () => {
  await database.close();
});

describe('docs/search.md', () => {
  it('has files and queries', () => {
    expect([files.length, queries.length > 40]).toEqual([6, true]);
    for (const cells of queries) expect([cells[0], cells.length]).toEqual([cells[0], 5]);
  });

  it.each(queries.map(([query, found]) => [codes(query!)[0]!, found!] as const))('%s', async (q, found) => {
    const { results, notice } = await search(contextOf(database.db), { q, limit: 100 });
    const names = results.map(({ kind, path, repo }) => (kind === 'repo' ? repo : path));
    expect(names.sort()).toEqual(codes(found).sort());
    if (found.includes('notice')) expect(notice).not.toBeNull();
  });
});
