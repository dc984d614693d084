// Definitions and references over repositories that were really indexed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { openTestIndex, type TestIndex, type TestRepo } from '@/lib/indexing/testing';
import { findSymbols, type SymbolsInput } from './find-symbols';
import { outlineOf } from './outline';

let index: TestIndex;
let app: TestRepo;
let library: TestRepo;
let secret: TestRepo;
let visitor: Context;
const names: Record<string, string> = {};

const APP = {
  'src/main.ts': `import { parse } from './parser';
import { helper } from './deep/helper';

export function main() {
  parse('x');
  helper();
}
`,
  'src/parser.ts': `export function parse(text: string): Tree {
  return new Tree(text);
}
export class Tree {
  parse() {}
}
function hidden() {}
`,
  'src/deep/helper.ts': 'export const helper = () => parse("y");\n',
  'test/parse.test.ts': 'function parse() {}\n',
  'native/code.c': '#define LIMIT 10\nint parse(const char *s);\nint parse(const char *s) { return LIMIT; }\n',
  'proc.sql': 'create function parse(x int) returns int as $$ select other(1) $$ language sql;\n',
  'notes.md': 'parse is described here\n',
  'crlf.py': 'def windows():\r\n    return parse()\r\n',
};

beforeAll(async () => {
  index = await openTestIndex();
  app = await index.repo(APP);
  library = await index.repo({
    'lib/parser.go': 'package parser\n\nfunc Parse() {}\nfunc parse() { Parse() }\n',
    'vendor/x/parse.go': 'package x\n\nfunc Parse() {}\n',
  });
  secret = await index.repo({ 'a.py': 'def parse_secret(): pass\n' });
  const sql = index.ctx.db.$client;
  for (const repo of [app, library, secret]) {
    await repo.sync();
    await sql`update repos set default_branch = ${repo.git.defaultBranch}, is_public = ${repo !== secret}
      where id = ${repo.id}`;
    const [row] = await sql<{ name: string }[]>`
      select o.name || '/' || r.name as name from repos r join orgs o on o.id = r.org_id where r.id = ${repo.id}`;
    names[repo.id] = row!.name;
  }
  visitor = { ...index.ctx, actor: { kind: 'anonymous' } };
});
afterAll(() => index.close());

async function find(input: SymbolsInput, ctx: Context = visitor): Promise<string[]> {
  const { items } = await findSymbols(ctx, input);
  return items.map(({ path, line, kind, name, scope, label }) =>
    [`${path}:${line}`, kind, scope ? `${scope}.${name}` : name, ...(label === 'search' ? ['search'] : [])].join(' '),
  );
}

describe('definitions', () => {
  it('come by name in any case, the one as typed and seen outside first, prototypes and tests last', async () => {
    expect(await find({ name: 'parse' })).toEqual([
      'native/code.c:3 function parse',
      'src/parser.ts:1 function parse',
      'src/parser.ts:5 method Tree.parse',
      'lib/parser.go:4 function parse',
      'test/parse.test.ts:1 function parse',
      'native/code.c:2 prototype parse',
      'proc.sql:1 variable parse search',
      'lib/parser.go:3 function Parse',
      'vendor/x/parse.go:3 function Parse',
    ]);
  });

  it('come by beginning, pattern, kind and repository', async () => {
    expect(await find({ name: 'help*' })).toEqual(['src/deep/helper.ts:1 function helper']);
    expect(await find({ name: '?ree' })).toEqual(['src/parser.ts:4 class Tree']);
    expect(await find({ name: '*mit' })).toEqual(['native/code.c:1 macro LIMIT']);
    expect(await find({ name: 'parse', kind: 'method' })).toEqual(['src/parser.ts:5 method Tree.parse']);
    expect(await find({ name: 'parse', repo: names[library.id] })).toEqual([
      'lib/parser.go:4 function parse',
      'lib/parser.go:3 function Parse',
      'vendor/x/parse.go:3 function Parse',
    ]);
    expect(await find({ name: 'pars' })).toEqual([]);
    expect(await find({ name: '100%_\\' })).toEqual([]);
  });

  it('come nearest first from where one stands: the file, what it imports, the folder, the repository', async () => {
    const from = (path: string, line?: number) =>
      find({ name: 'parse', kind: 'function', repo: names[app.id], path, ...(line ? { line } : {}) });
    expect((await from('test/parse.test.ts'))[0]).toBe('test/parse.test.ts:1 function parse');
    expect((await from('src/main.ts'))[0]).toBe('src/parser.ts:1 function parse');
    expect((await from('native/other.c'))[0]).toBe('native/code.c:3 function parse');
    expect((await find({ name: 'parse', repo: names[library.id], path: 'lib/parser.go', line: 3 }))[0]).toBe(
      'lib/parser.go:4 function parse',
    );
  });

  it('are those of lines, whatever ends them', async () => {
    const { items } = await findSymbols(visitor, { name: 'windows' });
    expect(items).toMatchObject([{ path: 'crlf.py', line: 1, column: 4, end_column: 11, end_line: 2 }]);
  });
});

describe('references', () => {
  it('are uses that the syntax knows, and words where it knows nothing', async () => {
    expect(await find({ name: 'parse', role: 'reference' })).toEqual([
      'crlf.py:2 call parse',
      'src/deep/helper.ts:1 call parse',
      'src/main.ts:1 import parse',
      'src/main.ts:5 call parse',
      'lib/parser.go:4 call Parse',
    ]);
    expect(await find({ name: 'other', role: 'reference' })).toEqual(['proc.sql:1 other other search']);
    expect(await find({ name: 'Tree', role: 'reference', kind: 'class' })).toEqual(['src/parser.ts:2 class Tree']);
    expect(await find({ name: 'hel*', role: 'reference' })).toEqual([
      'src/main.ts:2 import helper',
      'src/main.ts:6 call helper',
    ]);
  });

  it('are words if the syntax knows no use of a name', async () => {
    expect(await find({ name: 'LIMIT', role: 'reference' })).toEqual(['native/code.c:3 other LIMIT search']);
  });

  it('need a beginning to be looked up', async () => {
    await expect(find({ name: '*arse', role: 'reference' })).rejects.toMatchObject({ code: 'invalid' });
    expect(await find({ name: '==', role: 'reference' })).toEqual([]);
  });
});

it('shows nobody what they may not see', async () => {
  expect(await find({ name: 'parse_secret' })).toEqual([]);
  expect(await find({ name: 'parse_secret' }, index.ctx)).toEqual(['a.py:1 function parse_secret']);
  await expect(find({ name: 'parse', repo: names[secret.id] })).rejects.toMatchObject({ code: 'not_found' });
  await expect(find({ name: 'x', repo: 'test/none', path: 'a' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(find({ name: 'x', path: 'a' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(outlineOf(visitor, secret.id, 'a'.repeat(40))).rejects.toMatchObject({ code: 'not_found' });
});

it('gives all of it page by page, and takes no cursor of another question', async () => {
  const all = await find({ name: 'parse' });
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await findSymbols(visitor, { name: 'parse', limit: 2, ...(cursor ? { cursor } : {}) });
    expect(page.exact).toBe(true);
    paged.push(...page.items.map(({ path, line }) => `${path}:${line}`));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(paged).toEqual(all.map((found) => found.split(' ')[0]));
  const { next_cursor: next } = await findSymbols(visitor, { name: 'parse', limit: 1 });
  await expect(findSymbols(visitor, { name: 'Tree', cursor: next! })).rejects.toMatchObject({ code: 'invalid' });
  await expect(findSymbols(visitor, { name: 'Tree', cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' });
});

it('outlines a file by its content', async () => {
  const sha = (
    await index.ctx.db.$client<{ sha: string }[]>`
    select b.sha from files f join blobs b on b.id = f.blob_id
    where f.repo_id = ${app.id} and f.path = 'src/parser.ts'`
  )[0]!.sha;
  expect(await outlineOf(visitor, app.id, sha)).toEqual([
    { name: 'parse', kind: 'function', line: 1, scope: null, depth: 0 },
    { name: 'Tree', kind: 'class', line: 4, scope: null, depth: 0 },
    { name: 'parse', kind: 'method', line: 5, scope: 'Tree', depth: 1 },
    { name: 'hidden', kind: 'function', line: 7, scope: null, depth: 0 },
  ]);
  expect(await outlineOf(visitor, library.id, sha)).toEqual([]);
});
