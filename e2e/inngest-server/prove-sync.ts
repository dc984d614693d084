// Freshet's own functions, driven by a real Inngest server: add, sync, push, sync, nothing new, fail, delete.
// By hand: INNGEST_SERVER_BINARY=/path/to/inngest npx tsx e2e/inngest-server/prove-sync.ts
import http from 'node:http';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld } from '@/e2e/servers/world';
import { freePort, startInngestServer } from './inngest-server';
import { relay } from './relay';

const SIGNING_KEY = '0123456789abcdef0123456789abcdef';

async function main(binary: string): Promise<void> {
  const server = await startInngestServer({ binary, signingKey: SIGNING_KEY, eventKey: 'fedcba9876543210' });
  const port = await freePort();
  const world = await startWorld({
    INNGEST_BASE_URL: server.url,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
    INNGEST_EVENT_KEY: 'fedcba9876543210',
    PORT: String(port),
  });
  const { engine } = await import('@/inngest/start');
  const { addRepo } = await import('@/lib/repos/manage/add/add-repo');
  const { deleteRepo } = await import('@/lib/repos/life/delete-repo');
  const { requestSync } = await import('@/lib/sync/request/request-sync');
  const { waitForRun } = await import('@/lib/sync/request/wait-for-run');
  const { search } = await import('@/lib/search/search');
  const listener = http.createServer((request, response) => {
    void relay(request, response, (asked) => engine().handle!(asked));
  });
  listener.listen(port, '127.0.0.1');
  const ctx = world.as({ kind: 'system' });
  const found = async (q: string) => (await search(ctx, { q })).results.map((result) => result.path);
  const show = (what: string, value: unknown) => console.log(`${what}: ${JSON.stringify(value)}`);
  const sync = async (id: string) => {
    const started = Date.now();
    const { runId } = await requestSync(ctx, id, { trigger: 'manual' });
    await waitForRun(ctx, runId, 60_000);
    const [run] = await world.runs(id);
    return { status: run?.status, ms: Date.now() - started };
  };
  try {
    const git = await createRepo(world.upstreams, 'acme/proof', { 'a.txt': 'zanzibar\n' });
    const repo = await addRepo(ctx, { url: `${world.git.url}/${git.name}`, is_public: true });
    show('added', (await world.settle(repo.id)).status);
    show('found', await found('zanzibar'));
    await git.commit({ 'b.txt': 'quokka\n' });
    show('push', await sync(repo.id));
    show('found', await found('quokka'));
    show('nothing new', await sync(repo.id));
    await deleteRepo(ctx, repo.id, { purge: true });
    for (let tries = 0; tries < 100; tries++) {
      const rows = await ctx.db.$client`select 1 from repos where id = ${repo.id}`;
      if (rows.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    show('left after the deletion', (await ctx.db.$client`select 1 from repos where id = ${repo.id}`).length);
  } finally {
    listener.closeAllConnections();
    listener.close();
    await world.close();
    await server.stop();
  }
}

const binary = process.env.INNGEST_SERVER_BINARY;
if (!binary) throw new Error('Set INNGEST_SERVER_BINARY to the path of an inngest binary.');
await main(binary);
process.exit(0);
