// What is offered while somebody types, over repositories that were really indexed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { openTestIndex, type TestIndex, type TestRepo } from '@/lib/indexing/testing';
import { search } from '@/lib/search/search';
import { suggest } from '@/lib/search/suggest/suggest';
import { provideSurroundings } from '../_http/context';
import { call } from './_testing';

let index: TestIndex;
let web: TestRepo;
let secret: TestRepo;
let visitor: Context;

beforeAll(async () => {
  index = await openTestIndex();
  web = await index.repo({
    'src/parser.ts': 'export function parseQuery() {}\nexport function parseTree() {}\nfunction reparse() {}\n',
    'src/parts/index.ts': 'export const part = 1;\n',
    'src/parts/[id].ts': 'export const id = 1;\n',
    'docs/Read me.md': 'How to parse.\n',
    'go.mod': 'module web\n',
  });
  secret = await index.repo({ 'src/hidden_parser.rs': 'pub fn parse_secret() {}\n' });
  for (const repo of [web, secret]) {
    await repo.sync();
    await index.ctx.db.$client`update repos set default_branch = ${repo.git.defaultBranch},
      is_public = ${repo === web}, name = ${repo === web ? 'website' : 'web-secret'} where id = ${repo.id}`;
  }
  visitor = { ...index.ctx, actor: { kind: 'anonymous' } };
});
afterAll(() => index.close());

/** What a query becomes with each suggestion, the cursor being where the bar stands. */
async function complete(marked: string, ctx: Context = visitor): Promise<string[]> {
  const at = marked.indexOf('|');
  const q = marked.replace('|', '');
  const { start, end, suggestions } = await suggest(ctx, { q, ...(at < 0 ? {} : { at }) });
  return suggestions.map(({ insert }) => `${q.slice(0, start)}${insert}${q.slice(end)}`);
}

describe('the place of the cursor', () => {
  it('decides what is completed', async () => {
    expect(await complete('parse la')).toEqual(['parse lang:']);
    expect(await complete('la|ng:go')).toEqual(['lang:go']);
    expect(await complete('case:')).toEqual(['case:yes ', 'case:no ', 'case:auto ']);
    expect(await complete('case:a| parse')).toEqual(['case:auto parse']);
    expect(await complete('"a phrase la')).toEqual([]);
    expect((await complete('')).slice(0, 3)).toEqual(['repo:', 'file:', 'lang:']);
  });
});

describe('names', () => {
  it('come of repositories, organisations and branches', async () => {
    const [repo] = await complete('parse repo:site');
    expect(repo).toMatch(/^parse repo:[^/]+\/website $/);
    const org = repo!.slice('parse repo:'.length).split('/')[0]!;
    expect(await complete(`-org:${org.slice(0, 2).toUpperCase()}`)).toEqual([`-org:${org} `]);
    expect(await complete('repo:website branch:')).toEqual([`repo:website branch:${web.git.defaultBranch} `]);
    expect(await complete('repo:100%')).toEqual([]);
    // The rest of the query narrows them; another value of the same filter does not.
    expect(await complete('org:nowhere repo:site')).toEqual([]);
    expect(await complete('-repo:website repo:site')).toEqual([]);
    expect(await complete('-repo:website branch:')).toEqual([]);
    expect(await complete(`repo:nothing org:${org}`)).toEqual([]);
    expect(await complete('repo:nothing repo:site')).toHaveLength(1);
    expect(await complete('repo:*')).toEqual([]);
  });

  it('come of languages: those that are there before others', async () => {
    expect((await complete('lang:'))[0]).toBe('lang:TypeScript ');
    expect((await complete('lang:t'))[0]).toBe('lang:TypeScript ');
    expect(await complete('lang:golan')).toEqual(['lang:Go ']);
    expect(await complete('lang:"Visual Basic 6')).toEqual(['lang:"Visual Basic 6.0" ']);
  });

  it('come of files and folders, and are found as they are written', async () => {
    expect(await complete('file:pars')).toEqual(['file:src/parser.ts ']);
    expect(await complete('file:parts')).toEqual(['file:src/parts/']);
    expect(await complete('file:src/parts/')).toEqual(['file:src/parts/']);
    expect(await complete('file:src/parts/i')).toEqual(['file:src/parts/index.ts ']);
    for (const [typed, path] of [
      ['file:read', 'docs/Read me.md'],
      ['file:[id', 'src/parts/[id].ts'],
      ['file:ID]', 'src/parts/[id].ts'],
    ] as const) {
      const [completed] = await complete(typed);
      const { results, count } = await search(visitor, { q: completed! });
      expect([typed, results.map(({ path }) => path), count]).toEqual([typed, [path], 1]);
    }
    expect(await complete('file:go')).toEqual(['file:go.mod ']);
  });

  it('come of definitions, by their beginning before a piece of them', async () => {
    expect(await complete('sym:parse')).toEqual(['sym:parseTree ', 'sym:parseQuery ', 'sym:reparse ']);
    expect(await complete('sym:PARSET')).toEqual(['sym:parseTree ']);
    expect(await complete('parseQ')).toEqual(['parseQuery ']);
    expect(await complete('parser')).toEqual(['file:src/parser.ts ']);
    expect(await complete('websi')).toEqual([expect.stringMatching(/^repo:[^/]+\/website $/)]);
    expect(await complete('-repo:website sym:parse')).toEqual([]);
    expect(await complete('lang:go sym:parseQ')).toEqual(['lang:go sym:parseQuery ']);
  });
});

it('never names what the caller may not see', async () => {
  const all = [
    'repo:web',
    'repo:secret',
    'file:hidden',
    'sym:parse',
    'parse_s',
    'hidden_p',
    'web-se',
    'lang:',
    'lang:r',
  ];
  const seen = (await Promise.all(all.map((q) => complete(q)))).flat().join('\n');
  expect(seen).not.toMatch(/secret|hidden/);
  expect(await complete('lang:')).not.toContain('lang:Rust ');
  expect(await complete('sym:parse_', index.ctx)).toEqual(['sym:parse_secret ']);
  expect(await complete('file:hidden', index.ctx)).toEqual(['file:src/hidden_parser.rs ']);
  await index.ctx.db.$client`update repos set deleted_at = now() where id = ${secret.id}`;
  expect(await complete('sym:parse_', index.ctx)).toEqual([]);
  expect(await complete('file:hidden', index.ctx)).toEqual([]);
  expect(await complete('repo:secret', index.ctx)).toEqual([]);
});

it('ends with its caller', async () => {
  await expect(suggest(visitor, { q: 'sym:parse' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

it('is answered over HTTP, and refused in words', async () => {
  provideSurroundings(index.ctx);
  const ask = async (query: string) => {
    const response = await call('GET', `/api/v1/suggest${query}`);
    return { status: response.status, ...(await response.json()) };
  };
  try {
    expect(await ask(`?q=${encodeURIComponent('a lang:go')}&at=3`)).toEqual({
      status: 200,
      start: 2,
      end: 7,
      suggestions: [{ kind: 'filter', text: 'lang:', detail: 'in this language', insert: 'lang:' }],
    });
    expect(await ask('')).toMatchObject({ status: 400, code: 'invalid' });
    expect(await ask('?q=a&at=-1')).toMatchObject({ status: 400, code: 'invalid' });
    expect(await ask(`?q=${'a'.repeat(2001)}`)).toMatchObject({ status: 400, code: 'invalid' });
  } finally {
    provideSurroundings(undefined);
  }
});
