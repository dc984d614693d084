import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { fitBuiltin } from '@/lib/text/embed/builtin';
import { addBuiltinModel, ensureModels } from '@/lib/text/embed/models';
import { search } from './search';
import { similarCode } from './similar';
import { addTestRepo, contextOf, embedTestFiles, type TestRepo } from './testing';

const FILES = {
  'src/users.ts': 'export function loadUserName(id) {\n  return database.findUser(id).name;\n}\n',
  'src/accounts.ts': 'function readUserNames(ids) {\n  return ids.map((id) => findUser(id).userName);\n}\n',
  'src/matrix.py': 'def multiply(rows, columns):\n    return [dot(r, c) for r in rows for c in columns]\n',
  'src/colours.css': '.button { color: red; background: blue; border: none }\n',
};

let database: TestDatabase;
let repo: TestRepo;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});
beforeEach(async () => {
  await database.reset();
  repo = await addTestRepo(database.db, 'acme/web', FILES);
});

describe('with the built-in model', () => {
  beforeEach(async () => {
    await addTestRepo(database.db, 'acme/secret', { 'hidden.ts': FILES['src/users.ts'] }, { isPublic: false });
    const ctx = contextOf(database.db);
    await addBuiltinModel(ctx, fitBuiltin(Object.values(FILES)));
    await embedTestFiles(ctx);
  });

  it('finds what is near in mode:meaning, nearest first, in public repositories alone', async () => {
    const { results, exact, notice } = await search(contextOf(database.db), {
      q: 'mode:meaning get the name of a user',
    });
    expect(
      results
        .slice(0, 2)
        .map((r) => r.path)
        .sort(),
    ).toEqual(['src/accounts.ts', 'src/users.ts']);
    expect(results.every((r) => r.repo === 'acme/web')).toBe(true);
    expect(results[0]!.matches[0]).toMatchObject({ line: 1 });
    expect(results[0]!.matches.flatMap((match) => match.ranges).length).toBeGreaterThan(0);
    expect(exact).toBe(false);
    expect(notice).toContain('no embedding model');
    const all = await search(contextOf(database.db, { kind: 'operator' }), {
      q: 'mode:meaning get the name of a user',
    });
    expect(all.results.map((r) => r.path)).toContain('hidden.ts');
  });

  it('keeps to filters and exclusions', async () => {
    const paths = async (q: string) => (await search(contextOf(database.db), { q })).results.map((r) => r.path);
    expect(await paths('mode:meaning columns of rows file:*.py')).toEqual(['src/matrix.py']);
    expect(await paths('mode:meaning user name file:*.py')).toEqual([]);
    expect(await paths('mode:meaning user name -database file:*.ts')).toEqual(['src/accounts.ts']);
    expect(await paths('mode:meaning user name repo:secret')).toEqual([]);
    expect(await paths('mode:meaning file:*.css')).toEqual(['src/colours.css']);
  });

  it.each(['mode:meaning quantum entanglement', 'mode:meaning zzzzqq', 'mode:meaning Fernweh über Küste'])(
    'shows nothing for %s, which is in no text',
    async (q) => {
      expect((await search(contextOf(database.db), { q })).results).toEqual([]);
    },
  );

  it('has every result with a line, and what holds all words before what is only like them', async () => {
    const far = `${'-- nothing of note here\n'.repeat(20_000)}def unusualTopic(): pass\n`;
    await addTestRepo(database.db, 'acme/large', { 'far.py': far, 'unusual.md': '', 'near.py': 'unusually topical\n' });
    await database.db.execute(sql`delete from embeddings`);
    await embedTestFiles(contextOf(database.db));
    await database.db.execute(sql`update chunks set start_line = 20001, end_line = 20001 from blobs
      where blobs.id = blob_id and octet_length(content) > 200000`);
    const { results } = await search(contextOf(database.db), { q: 'mode:meaning unusual topic' });
    expect(results.map((result) => result.path)).toEqual(['far.py', 'near.py']);
    for (const { matches } of results) expect(matches[0]!.text.trim()).not.toBe('');
  });

  it('is not mixed into ordinary search', async () => {
    expect((await search(contextOf(database.db), { q: 'multiply' })).results.map((r) => r.path)).toEqual([
      'src/matrix.py',
    ]);
  });

  it('finds similar code elsewhere, not the piece itself', async () => {
    const input = { repoId: repo.id, path: 'src/users.ts', startLine: 1, endLine: 3 };
    const found = await similarCode(contextOf(database.db), input);
    expect(found.results[0]).toMatchObject({ path: 'src/accounts.ts', repo: 'acme/web' });
    expect(found.results.map((r) => r.path)).not.toContain('src/users.ts');
    const all = await similarCode(contextOf(database.db, { kind: 'operator' }), { ...input, limit: 1 });
    expect(all.results.map((r) => r.path)).toEqual(['hidden.ts']);
  });

  it('finds nothing similar for files that are not there, or not for this caller', async () => {
    const ctx = contextOf(database.db);
    const [secret] = await database.db.execute<{ id: string }>(sql`select id from repos where name = 'secret'`);
    for (const input of [
      { repoId: repo.id, path: 'nope' },
      { repoId: secret!.id, path: 'hidden.ts' },
      { repoId: 'x', path: 'src/users.ts' },
      { repoId: repo.id, path: 'a\0b' },
    ]) {
      await expect(similarCode(ctx, { ...input, startLine: 1, endLine: 2 })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });
});

it('searches for the words while nothing is embedded', async () => {
  const { results, notice } = await search(contextOf(database.db), { q: 'mode:meaning multiply' });
  expect(results.map((r) => r.path)).toEqual(['src/matrix.py']);
  expect(notice).toContain('Nothing is embedded yet');
});

describe('with a real model', () => {
  let server: Server;
  let answer: 'vectors' | 'failure' | 'silence' = 'vectors';
  let asked = 0;

  /** Knows two things: people and colours. */
  const vectorOf = (text: string) => [/user|person/i.test(text) ? 1 : 0, /colou?r|paint/i.test(text) ? 1 : 0, 0.1];

  beforeEach(async () => {
    answer = 'vectors';
    asked = 0;
    server = createServer((request, response) => {
      asked++;
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        if (answer === 'silence') return;
        if (answer === 'failure') {
          response.writeHead(401).end('no');
          return;
        }
        const { input } = JSON.parse(Buffer.concat(parts).toString()) as { input: string[] };
        const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ctx = realContext();
    await ensureModels(ctx);
    await embedTestFiles(ctx);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const realContext = () =>
    contextOf(
      database.db,
      { kind: 'anonymous' },
      {
        FRESHET_EMBEDDINGS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
        FRESHET_EMBEDDINGS_MODEL: 'tiny',
        FRESHET_EMBEDDINGS_DIMENSIONS: '3',
      },
    );

  it('fuses its order into that of words', async () => {
    const { results } = await search(realContext(), { q: 'color' });
    expect(results[0]).toMatchObject({ path: 'src/colours.css', matches: [{ line: 1, ranges: [[10, 15]] }] });
    const people = await search(realContext(), { q: 'person' });
    expect(
      people.results
        .slice(0, 2)
        .map((r) => r.path)
        .sort(),
    ).toEqual(['src/accounts.ts', 'src/users.ts']);
    expect(people.notice).toBeNull();
    expect((await search(realContext(), { q: 'mode:meaning person' })).notice).toBeNull();
  });

  it('leaves exact searches to words', async () => {
    asked = 0;
    for (const q of ['"color: red"', 'color:', 'case:yes color', 'file:*.css', '']) await search(realContext(), { q });
    expect(asked).toBe(0);
  });

  it('searches without it while it fails, and asks it rarely', async () => {
    answer = 'failure';
    const { results } = await search(realContext(), { q: 'multiply' });
    expect(results.map((r) => r.path)).toEqual(['src/matrix.py']);
    asked = 0;
    expect((await search(realContext(), { q: 'multiply' })).results).toHaveLength(1);
    expect(asked).toBe(0);
  });

  it('tells of its failure where only it could answer', async () => {
    answer = 'silence';
    const controller = new AbortController();
    const asking = search(realContext(), { q: 'mode:meaning person' }, { signal: controller.signal });
    controller.abort(new Error('gone'));
    await expect(asking).rejects.toThrow();
    answer = 'failure';
    await expect(search(realContext(), { q: 'mode:meaning person' })).rejects.toMatchObject({ code: 'upstream' });
  });
});
