// A visitor who leaves takes along what was begun for them: over real connections, through the routes and with real gits,
// which would wait for ever.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { branches, indexedRefs, orgs, repos } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { gitsIn, holdGits } from '@/e2e/servers/git/held-git';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { workShare } from '@/lib/shares';
import { admit } from './_http/admission';
import { type ApiWorld, call, startApi } from './api/_testing';

let api: ApiWorld;
let server: http.Server;
let port: number;
let id: string;
let dir: string;
let tip: string;

beforeAll(async () => {
  api = await startApi();
  const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', isPublic: true, defaultBranch: 'main', url: 'https://127.0.0.1/x' })
    .returning();
  id = repo?.id ?? '';
  dir = mirrorDir(api.env.dataDir, id);
  const mirror = await createRepo(path.dirname(dir), path.basename(dir), { 'a.txt': 'one\n' });
  tip = await mirror.tip();
  await api.db.insert(branches).values({ repoId: id, name: 'main', commitSha: tip });
  await api.db
    .insert(indexedRefs)
    .values({ repoId: id, ref: 'main', commitSha: tip, indexedAt: new Date(), fileCount: 1, sizeBytes: 1 });
  server = http.createServer((request, response) => {
    void admit(api.env, request, response, () => void answer(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

/** As Next calls a route: all that it has of the connection comes with `admit`. */
async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const answered = await call(request.method ?? 'GET', request.url ?? '/');
  if (response.destroyed) return;
  response.writeHead(answered.status).end(await answered.text());
}

const ask = (target: string) =>
  http.get({ port, host: '127.0.0.1', path: `/api/v1/repos/${id}/${target}`, agent: false });
const taken = () => workShare('mirrors').state('visitors').taken;

describe.runIf(process.platform === 'linux')('a visitor who leaves', () => {
  it.each(['blob?path=a.txt', 'tree?path='])('ends the gits that read %s', async (target) => {
    const release = holdGits(dir);
    const requests = [ask(`${target}&commit=${tip}`), ask(`${target}&commit=${tip}`)];
    for (const request of requests) request.on('error', () => {});
    await expect.poll(() => gitsIn(dir).length).toBeGreaterThanOrEqual(requests.length);
    for (const request of requests) request.destroy();
    // Well before the limit on time would have ended them: nobody else holds a place, and no git is left.
    await expect.poll(() => [gitsIn(dir).length, taken()]).toEqual([0, 0]);
    await release();
    const [response] = (await once(ask(`${target}&commit=${tip}`), 'response')) as [http.IncomingMessage];
    expect(response.resume().statusCode).toBe(200);
  });
});
