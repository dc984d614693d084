// The client against a real HTTP server that behaves as endpoints do on good and on bad days.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddingEndpoint } from './openai-compatible';

interface Body {
  model: string;
  input: string[];
  dimensions?: number;
}

let answer: (body: Body, response: ServerResponse) => void;
let seen: { body: Body; headers: IncomingMessage['headers']; url: string }[] = [];
let url = '';
const server = createServer(async (request, response) => {
  let text = '';
  for await (const part of request) text += part;
  const body = JSON.parse(text) as Body;
  seen.push({ body, headers: request.headers, url: request.url ?? '' });
  answer(body, response);
});

const good = (body: Body, response: ServerResponse) => {
  const data = body.input.map((input, index) => ({ object: 'embedding', index, embedding: [input.length, 0, 1] }));
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: data.reverse() }));
};
const refuse =
  (status: number, said = 'no', headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(said);
  };
const endpoint = (options: Partial<ConstructorParameters<typeof EmbeddingEndpoint>[0]> = {}) =>
  new EmbeddingEndpoint({ url, model: 'm', dimensions: 3, key: 'sk-secret', pauseMs: 1, ...options });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen = [];
  answer = good;
});

describe('a good day', () => {
  it('gives vectors in order, in batches', async () => {
    const vectors = await endpoint({ maxInputs: 2 }).embed(['a', 'bb', 'ccc', '', 'eeeee']);
    expect(vectors.map((vector) => vector[0])).toEqual([1, 2, 3, 1, 5]);
    expect(seen.map(({ body }) => body.input.length)).toEqual([2, 2, 1]);
    expect(seen[0]).toMatchObject({ url: '/v1/embeddings', body: { model: 'm', dimensions: 3 } });
    expect(seen[0]!.headers.authorization).toBe('Bearer sk-secret');
  });

  it('keeps requests short and texts within bounds', async () => {
    await endpoint().embed(Array.from({ length: 20 }, () => 'x'.repeat(30_000)));
    expect(seen.length).toBeGreaterThan(1);
    for (const { body } of seen) expect(body.input.join('').length).toBeLessThanOrEqual(100_000);
    expect(seen.flatMap(({ body }) => body.input)).toHaveLength(20);
  });

  it('sends no key where there is none', async () => {
    await endpoint({ key: undefined }).embed(['a']);
    expect(seen[0]!.headers.authorization).toBeUndefined();
  });
});

describe('a bad day', () => {
  it('waits as long as it is told to, and tries again', async () => {
    answer = (body, response) =>
      seen.length < 3 ? refuse(429, 'slow down', { 'retry-after': '0' })(response) : good(body, response);
    expect(await endpoint({ pauseMs: 60_000 }).embed(['a'])).toHaveLength(1);
    expect(seen).toHaveLength(3);
  });

  it('tries again after faults and cut connections, then gives up with a retryable error', async () => {
    answer = (_, response) => (seen.length % 2 ? refuse(503)(response) : void response.destroy());
    await expect(endpoint().embed(['a'])).rejects.toMatchObject({ code: 'upstream', retryable: true });
    expect(seen).toHaveLength(6);
  });

  it('makes requests smaller where they are too large, and remembers', async () => {
    answer = (body, response) => (body.input.length > 2 ? refuse(413)(response) : good(body, response));
    const client = endpoint();
    expect(await client.embed(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])).toHaveLength(8);
    seen = [];
    await client.embed(['a', 'b', 'c', 'd']);
    expect(seen.map(({ body }) => body.input.length)).toEqual([2, 2]);
  });

  it('cuts a text that the model finds too long', async () => {
    answer = (body, response) =>
      body.input.some((text) => text.length > 2000)
        ? refuse(400, 'maximum context length')(response)
        : good(body, response);
    const vectors = await endpoint().embed(['short', 'y'.repeat(9000)]);
    expect(vectors[0]![0]).toBe(5);
    expect(vectors[1]![0]).toBeLessThanOrEqual(2000);
  });

  it('does without the dimensions parameter where a model has none', async () => {
    answer = (body, response) =>
      body.dimensions === undefined
        ? good(body, response)
        : refuse(400, 'this model does not take dimensions')(response);
    const client = endpoint();
    expect(await client.embed(['a'])).toHaveLength(1);
    expect(await client.embed(['b'])).toHaveLength(1);
    expect(seen).toHaveLength(3);
  });

  it.each([
    ['a wrong key', 401, false],
    ['a wrong address', 404, false],
  ])('gives up at once on %s, without telling the key', async (_, status, retryable) => {
    answer = (_body, response) => refuse(status, 'Incorrect API key provided: sk-secret')(response);
    const error = (await endpoint()
      .embed(['a'])
      .catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ code: 'upstream', retryable });
    expect(seen).toHaveLength(1);
    expect(`${error.message} ${error.cause}`).not.toContain('sk-secret');
  });

  it('does not follow a redirect with the key', async () => {
    answer = (_, response) => refuse(307, '', { location: `${url}elsewhere` })(response);
    await expect(endpoint().embed(['a'])).rejects.toMatchObject({ code: 'upstream' });
    expect(seen.every((request) => request.url === '/v1/embeddings')).toBe(true);
  });

  it.each([
    ['no JSON', 'hello', /protocol/],
    ['another shape', '{"vectors":[]}', /protocol/],
    ['wrong dimensions', '{"data":[{"index":0,"embedding":[1,2]}]}', /2 dimensions/],
    ['too few vectors', '{"data":[]}', /too few/],
  ])('says what is wrong with %s', async (_, text, message) => {
    answer = (_body, response) => void response.end(text);
    await expect(endpoint().embed(['a'])).rejects.toThrow(message);
  });

  it('stops when it is told to', async () => {
    answer = (_, response) => refuse(429, '', { 'retry-after': '60' })(response);
    const stop = new AbortController();
    const embedding = endpoint().embed(['a'], stop.signal);
    setImmediate(() => stop.abort());
    await expect(embedding).rejects.toThrow();
  });
});
