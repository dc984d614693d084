// The places for syncs, with the real engine: upstreams that hardly bring anything hold none for long.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Actor } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';

const SYSTEM: Actor = { kind: 'system' };
const SLOTS = 2;
let world: World;
beforeAll(async () => {
  const slow = { FRESHET_SLOW_FETCH_SECONDS: '10', FRESHET_SLOW_FETCH_BYTES_PER_SECOND: '10000' };
  world = await startWorld(
    { FRESHET_CONCURRENT_SYNCS: String(SLOTS), FRESHET_RETRY_SECONDS: '600,600,600', ...slow },
    { hasClock: false },
  );
});
afterAll(() => world?.close());

const add = async (name: string) =>
  (await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${name}.git`, is_public: true })).id;

it('a third repository is synced though two that trickle have every place', { timeout: 480_000 }, async () => {
  const noise = Buffer.from(Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24));
  const isPack = ({ method, path }: { method: string; path: string }) => method === 'POST' && path.includes('trickle');
  // It would take an hour.
  world.git.faults.push({ match: isPack, bytesPerSecond: 100 });
  for (let i = 0; i < SLOTS; i++) await createRepo(world.upstreams, `org/trickle-${i}`, { 'noise.bin': noise });
  await createRepo(world.upstreams, 'org/third', { 'a.txt': 'third\n' });
  const slow = await Promise.all(Array.from({ length: SLOTS }, (_, i) => add(`org/trickle-${i}`)));
  await expect.poll(() => new Set(world.git.requests.filter(isPack).map(({ path }) => path)).size).toBe(SLOTS);
  const third = await add('org/third');
  expect(await world.settle(third)).toMatchObject({ status: 'ready', error: null, file_count: 1 });
  // Each has said why, and waits for its next attempt without a place.
  for (const id of slow) {
    await world.settle(id);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'error', error_kind: 'timeout' });
  }
});
