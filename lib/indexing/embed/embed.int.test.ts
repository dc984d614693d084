// Vectors over whole runs: each text once, what is unchanged reused, two models side by side.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isNativeTest } from '@/db/testing';
import { parseEnv } from '@/lib/env';
import { holdBlobOrder } from '@/lib/indexing/blob-order';
import { openTestIndex, type TestIndex, type TestRepo } from '@/lib/indexing/testing';
import { fitBuiltin } from '@/lib/text/embed/builtin';
import { vectorLiteral } from '@/lib/text/embed/embedder';
import {
  activateModel,
  activeEmbedders,
  addBuiltinModel,
  currentModels,
  embedderOf,
  ensureModels,
  vectorIndexName,
} from '@/lib/text/embed/models';
import { buildVectorIndexes } from '@/lib/text/embed/vector-index';
import { linesOf } from '@/lib/text/lines';
import { embedRepo } from './embed';

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
});
afterAll(() => index.close());
beforeEach(async () => {
  await index.ctx.db.$client`delete from models`;
});

/** A file of `count` functions of ten lines each. */
const functions = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `function ${name}${i}() {\n${'  work();\n'.repeat(8)}}\n`).join('');
const vectorsOf = async (repo: TestRepo) => {
  const [row] = await index.ctx.db.$client`select count(*)::int as n from embeddings where repo_id = ${repo.id}`;
  return row!.n as number;
};
const chunksOf = async (repo: TestRepo) => {
  const [row] = await index.ctx.db.$client`
    select count(*)::int as n, count(distinct hash)::int as texts from chunks c join blobs b on b.id = c.blob_id
    where b.repo_id = ${repo.id}`;
  return row as { n: number; texts: number };
};

describe('the built-in model', () => {
  it('embeds each text once and reuses what an edit left as it was', async () => {
    const repo = await index.repo({
      'a.js': functions('alpha', 40),
      'b.js': functions('beta', 20),
      'copy.js': functions('beta', 20),
    });
    await repo.sync();
    const chunks = await chunksOf(repo);
    expect(chunks.texts).toBeGreaterThan(9);
    const first = await repo.embed();
    expect(first.embedded).toBe(chunks.texts);
    expect(await vectorsOf(repo)).toBe(chunks.texts);
    expect(await repo.embed()).toEqual({ embedded: 0, reused: 0 });

    await repo.git.commit({ 'a.js': `${functions('alpha', 40)}function last() {}\n` });
    await repo.sync();
    const second = await repo.embed();
    expect(second.embedded).toBe(1);
    expect(second.reused).toBeGreaterThan(5);
    expect(await vectorsOf(repo)).toBe((await chunksOf(repo)).texts);
  });

  it('keeps the vectors that another file needs and drops those that none does', async () => {
    const repo = await index.repo({
      'a.js': functions('alpha', 4),
      'b.js': functions('alpha', 4),
      'c.js': functions('gamma', 4),
    });
    await repo.sync();
    await repo.embed();
    expect(await vectorsOf(repo)).toBe(2);
    await repo.git.commit({ 'a.js': null });
    await repo.sync();
    expect(await vectorsOf(repo)).toBe(2);
    await repo.git.commit({ 'b.js': null });
    await repo.sync();
    expect(await vectorsOf(repo)).toBe(1);
  });

  it('goes on where it broke', async () => {
    const repo = await index.repo(
      Array.from({ length: 150 }, (_, i) => [`f${i}.js`, functions(`name${i}x`, 3)] as const),
    );
    await repo.sync();
    const stop = new AbortController();
    await expect(
      embedRepo(index.ctx, repo.id, { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }),
    ).rejects.toThrow();
    const kept = await vectorsOf(repo);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(150);
    expect((await repo.embed()).embedded).toBe(150 - kept);
  });

  it('passes by no content that another connection is still writing', async () => {
    const sql = index.ctx.db.$client;
    const repo = await index.repo({ 'a.js': functions('alpha', 3), 'b.js': functions('beta', 3) });
    await repo.sync();
    await repo.embed();
    await sql`update embedding_progress set blob_id = 0 where repo_id = ${repo.id}`;
    await sql`delete from embeddings where repo_id = ${repo.id}`;
    let open = () => {};
    let write = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const written = new Promise<void>((resolve) => {
      write = resolve;
    });
    const writing = sql.begin(async (tx) => {
      await holdBlobOrder(tx, repo.id);
      open();
      await written;
    });
    await opened;
    let isDone = false;
    const embedding = embedRepo(index.ctx, repo.id).finally(() => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isDone).toBe(false);
    write();
    await writing;
    expect((await embedding).embedded).toBe(2);
  });

  it('makes no vector of a content that a publish drops meanwhile, and leaves none behind', async () => {
    const repo = await index.repo({ 'a.js': functions('alpha', 12), 'b.js': functions('beta', 12) });
    await repo.sync();
    const before = async (statement: string, hook: () => Promise<unknown>) => {
      let isDone = false;
      const { db } = index.ctx;
      const client = new Proxy(db.$client, {
        apply: (target, self, args) => {
          const run = () => Reflect.apply(target, self, args) as Promise<unknown>;
          if (isDone || !String(args[0]).includes(statement)) return run();
          isDone = true;
          return hook().then(run);
        },
      });
      const spied = new Proxy(db, { get: (target, key) => (key === '$client' ? client : Reflect.get(target, key)) });
      await embedRepo({ ...index.ctx, db: spied }, repo.id);
      expect(isDone).toBe(true);
    };
    // Between the list of chunks and the reading of their contents every file is edited, most of it left as it was.
    await before('content is not null', async () => {
      await repo.git.commit({
        'a.js': `${functions('alpha', 12)}function last() {}\n`,
        'b.js': `${functions('beta', 12)}function last() {}\n`,
      });
      await repo.sync();
    });
    await repo.embed();
    const [model] = await currentModels(index.ctx);
    const embedder = embedderOf(index.ctx.env, model!);
    const rows = await index.ctx.db.$client<{ content: string; first: number; last: number; vector: string }[]>`
      select b.content, c.start_line as first, c.end_line as last, e.vector::text as vector
      from chunks c join blobs b on b.id = c.blob_id join embeddings e on e.hash = c.hash and e.repo_id = b.repo_id
      where b.repo_id = ${repo.id}`;
    expect(rows.length).toBeGreaterThan(3);
    for (const { content, first, last, vector } of rows) {
      const [fresh] = await embedder.embed(linesOf(content, [[first, last]]), { kind: 'passage' });
      const [row] = await index.ctx.db.$client<{ far: number }[]>`
        select (${vector}::halfvec <=> ${vectorLiteral(fresh!)}::halfvec)::float8 as far`;
      expect(row!.far).toBeLessThan(0.01);
    }
    const [orphans] = await index.ctx.db.$client`
      select count(*)::int as n from embeddings e where e.repo_id = ${repo.id} and not exists (
        select 1 from chunks c join blobs b on b.id = c.blob_id where c.hash = e.hash and b.repo_id = e.repo_id)`;
    expect(orphans!.n).toBe(0);
  });

  it('does nothing for a repository that is gone', async () => {
    const repo = await index.repo({ 'a.js': functions('alpha', 3) });
    await repo.sync();
    const removed = embedRepo(index.ctx, repo.id);
    await index.ctx.db.$client`delete from files where repo_id = ${repo.id}`;
    await index.ctx.db.$client`delete from repos where id = ${repo.id}`;
    expect((await removed).embedded).toBeLessThan(2);
    expect(await embedRepo(index.ctx, repo.id)).toEqual({ embedded: 0, reused: 0 });
  });

  it('finds the code that a query is about', async () => {
    const repo = await index.repo({
      'http.js':
        'function retryRequest(request) {\n  // try the http request again after a timeout\n  return fetch(request);\n}\n',
      'math.js': 'function determinant(matrix) {\n  // expand the matrix along its first row\n  return matrix;\n}\n',
      'text.js': 'function capitalize(word) {\n  // first letter in upper case\n  return word;\n}\n',
    });
    await repo.sync();
    await repo.embed();
    const [embedder] = await activeEmbedders(index.ctx);
    const [query] = await embedder!.embed(['retrying requests that timed out'], { kind: 'query' });
    const rows = await index.ctx.db.$client`
      select f.path from embeddings e join chunks c on c.hash = e.hash join files f on f.blob_id = c.blob_id
      where e.repo_id = ${repo.id} and e.model_id = ${embedder!.modelId}
      order by e.vector <=> ${vectorLiteral(query!)}::halfvec limit 1`;
    expect(rows[0]!.path).toBe('http.js');
    expect(embedder).toMatchObject({ name: 'builtin@1', dimensions: 256, isFused: false });
  });

  it('gives way to its next version once that has all vectors', async () => {
    const repo = await index.repo({ 'a.js': functions('alpha', 20) });
    await repo.sync();
    await repo.embed();
    const texts = await vectorsOf(repo);
    const next = await addBuiltinModel(index.ctx, fitBuiltin(['other words', 'more words']));
    expect((await activeEmbedders(index.ctx)).map((e) => e.name)).toEqual(['builtin@1']);
    expect(await embedRepo(index.ctx, repo.id, { modelId: next.id })).toEqual({ embedded: texts, reused: 0 });
    expect(await vectorsOf(repo)).toBe(2 * texts);
    await activateModel(index.ctx, next.id);
    expect((await activeEmbedders(index.ctx)).map((e) => e.name)).toEqual(['builtin@2']);
    expect(await vectorsOf(repo)).toBe(texts);
  });
});

it('gets an index of its own where there are very many vectors and the database has such indexes', async () => {
  const repo = await index.repo({ 'a.js': functions('alpha', 20) });
  await repo.sync();
  await repo.embed();
  const [first] = await currentModels(index.ctx);
  const hasHnsw = isNativeTest();
  expect(await buildVectorIndexes(index.ctx, { hasHnsw })).toEqual([]);
  const name = vectorIndexName(first!.id);
  expect(await buildVectorIndexes(index.ctx, { many: 1, hasHnsw })).toEqual(hasHnsw ? [name] : []);
  expect(await buildVectorIndexes(index.ctx, { many: 1, hasHnsw })).toEqual([]);
  const next = await addBuiltinModel(index.ctx, fitBuiltin(['words']));
  await embedRepo(index.ctx, repo.id, { modelId: next.id });
  await activateModel(index.ctx, next.id);
  expect(await index.ctx.db.$client`select 1 from pg_class where relname = ${name}`).toHaveLength(0);
});

describe('an endpoint', () => {
  let requests = 0;
  let fails = false;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    requests++;
    if (fails) return void response.writeHead(401).end('bad key');
    const { input } = JSON.parse(body) as { input: string[] };
    const data = input.map((text, i) => ({ index: i, embedding: [text.length, 1, 2, 3] }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  const env = {
    ...parseEnv({}),
    embeddings: { url: '', model: 'tiny', dimensions: 4, key: 'secret' as string | undefined },
  };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    env.embeddings.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  afterEach(() => {
    fails = false;
  });

  it('stands beside the built-in model and answers queries once it has every vector', async () => {
    const ctx = { ...index.ctx, env };
    const repo = await index.repo({ 'a.js': functions('alpha', 20) });
    await repo.sync();
    await repo.embed();
    const [pending] = await ensureModels(ctx);
    expect(pending).toMatchObject({ name: 'tiny@4', isFused: true });
    expect((await activeEmbedders(ctx)).map((e) => e.name)).toEqual(['builtin@1']);
    await embedRepo(ctx, repo.id, { modelId: pending!.id });
    expect(requests).toBeGreaterThan(0);
    await activateModel(ctx, pending!.id);
    expect((await activeEmbedders(ctx)).map((e) => e.name)).toEqual(['builtin@1', 'tiny@4']);
    expect(await ensureModels(ctx)).toEqual([]);

    await repo.git.commit({ 'b.js': functions('beta', 3) });
    await repo.sync();
    expect(await embedRepo(ctx, repo.id)).toEqual({ embedded: 2, reused: 0 });
    expect((await currentModels(index.ctx)).map((model) => model.name)).toEqual(['builtin@1']);
  });

  it('that fails leaves the built-in vectors complete and is caught up with later', async () => {
    const ctx = { ...index.ctx, env };
    const repo = await index.repo({ 'a.js': functions('alpha', 3) });
    await repo.sync();
    fails = true;
    const error = await embedRepo(ctx, repo.id).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'upstream', retryable: false });
    expect(String(error)).not.toContain('secret');
    expect(await vectorsOf(repo)).toBe(1);
    fails = false;
    expect((await embedRepo(ctx, repo.id)).embedded).toBe(1);
  });
});
