import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiWorld, call, routeFiles, startApi } from './_testing';

let api: ApiWorld;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Answers 404 to everything that is not an operation. */
const NOT_OPERATIONS = ['/api/v1/{rest}'];

interface Operation {
  parameters?: { name: string; in: string; schema: unknown }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

async function readDocument() {
  const response = await call('GET', '/api/openapi.json');
  expect(response.status).toBe(200);
  return (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, { required?: string[]; properties?: Record<string, unknown> }> };
  };
}

it('describes every route and method that there is, and none that there is not', async () => {
  const document = await readDocument();
  const described = Object.entries(document.paths).flatMap(([address, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${address}`),
  );
  const served: string[] = [];
  for (const { file, address } of await routeFiles()) {
    if (NOT_OPERATIONS.includes(address)) continue;
    const module = await import(file);
    served.push(...METHODS.filter((method) => method in module).map((method) => `${method} ${address}`));
  }
  expect(described.sort()).toEqual(served.sort());
});

it('names every parameter of an address, and every problem as such', async () => {
  const document = await readDocument();
  for (const [address, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item)) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const named = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(inPath.map((parameter) => parameter.name)).toEqual(address === '/api/inngest' ? [] : named);
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (Number(status) >= 400 && address !== '/api/health') {
          expect(JSON.stringify(answer), `${address} ${status}`).toContain('application/problem+json');
        }
      }
    }
  }
});

it('shows the repository as the API answers it', async () => {
  const { components } = await readDocument();
  const fields =
    'id org name url kind status error head_commit default_branch added_at indexed_at checked_at file_count ' +
    'size_bytes is_public sync_interval_seconds';
  for (const field of fields.split(' ')) expect(components.schemas.Repo?.properties, field).toHaveProperty(field);
  expect(Object.keys(components.schemas)).toEqual(
    expect.arrayContaining([
      'Repo',
      'Run',
      'Attempt',
      'Problem',
      'NewRepo',
      'RepoChanges',
      'SearchResponse',
      'Tree',
      'Blob',
    ]),
  );
});
