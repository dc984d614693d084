// An endpoint that is set on an installation with repositories: all get its vectors, then it answers queries.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Context } from '@/lib/context';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { search } from '@/lib/search/search';
import { activeEmbedders } from '@/lib/text/embed/models';
import { requestReembed } from '@/lib/text/embed/request-reembed';

let world: World;
let operator: Context;
let isDown = false;
let embedded = 0;
const endpoint = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  if (isDown) return void response.writeHead(503).end('down');
  const { input } = JSON.parse(body) as { input: string[] };
  embedded += input.length;
  const data = input.map((text, index) => ({ index, embedding: [text.includes('river') ? 1 : 0, 1, 0.5, 0.25] }));
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  world = await startWorld({}, { hasClock: false });
  operator = world.as({ kind: 'operator' });
});
afterAll(async () => {
  await world.close();
  await new Promise((resolve) => endpoint.close(resolve));
});

it('a model answers queries once every repository has its vectors, also after its endpoint was down', async () => {
  for (const name of ['one', 'two']) {
    const git = await createRepo(world.upstreams, `acme/${name}`, {
      'a.js': `function river${name}() {\n  return 'water';\n}\n`,
    });
    const repo = await addRepo(operator, { url: `${world.git.url}/${git.name}` });
    expect((await world.settle(repo.id)).status).toBe('ready');
  }
  // As after a restart with the endpoint in the environment.
  const { port } = endpoint.address() as AddressInfo;
  const embeddings = { url: `http://127.0.0.1:${port}/v1`, model: 'tiny', dimensions: 4, key: undefined };
  Object.assign(world.env, { embeddings });
  const { env } = await import('@/lib/env');
  Object.assign(env(), { embeddings });

  isDown = true;
  expect(await requestReembed(operator)).toBe(1);
  await sleep(300);
  expect((await activeEmbedders(operator)).map(({ name }) => name)).toEqual(['builtin@1']);
  isDown = false;
  while ((await requestReembed(operator)) > 0) await sleep(100);
  expect((await activeEmbedders(operator)).map(({ name }) => name)).toEqual(['builtin@1', 'tiny@4']);
  const before = embedded;
  const found = await search(operator, { q: 'mode:meaning river' });
  expect(embedded).toBe(before + 1);
  expect(found.results.map(({ repo }) => repo).sort()).toEqual(['acme/one', 'acme/two']);
});
