// After an update that changes how files are read, repositories are indexed anew though their upstreams did not move.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Actor } from '@/lib/context';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { auditIdle } from '@/lib/sync/upkeep/audit';

const SYSTEM: Actor = { kind: 'system' };
let world: World;
beforeAll(async () => {
  world = await startWorld({}, { hasClock: false });
});
afterAll(() => world?.close());

async function outdated(name: string): Promise<string> {
  const git = await createRepo(world.upstreams, name, { 'a.ts': 'export const avocet = 1;\n', 'b.py': 'avocet = 2\n' });
  const { id } = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}`, is_public: true });
  await world.settle(id);
  const sql = world.as(SYSTEM).db.$client;
  await sql`update blobs set path_class = '.old', language = 'Old' where repo_id = ${id}`;
  await sql`update indexed_refs set analysis = '1' where repo_id = ${id}`;
  return id;
}

async function languages(id: string): Promise<(string | null)[]> {
  const { results } = await search(world.as(SYSTEM), { q: 'avocet', repoId: id });
  return results.map((result) => result.language).sort();
}

it('by the next sync, once', async () => {
  const id = await outdated('acme/asked');
  expect(await languages(id)).toEqual(['Old', 'Old']);
  await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
  expect(await languages(id)).toEqual(['Python', 'TypeScript']);
  const [run] = await world.runs(id);
  expect(run).toMatchObject({ status: 'succeeded', files_changed: 2 });
  expect(run?.note).toMatch(/2 files were indexed anew/);
  await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  await world.settle(id);
  expect((await world.runs(id))[0]).toMatchObject({ status: 'unchanged' });
});

it('by an audit, where nothing else is due', async () => {
  const id = await outdated('acme/idle');
  await world.as(SYSTEM).db.$client`update repos set next_check_at = null where id = ${id}`;
  expect(await auditIdle(world.as(SYSTEM))).toBe(1);
  await expect.poll(() => languages(id)).toEqual(['Python', 'TypeScript']);
  await world.settle(id);
  expect((await world.runs(id))[0]).toMatchObject({ trigger: 'repair', status: 'succeeded' });
  expect(await auditIdle(world.as(SYSTEM))).toBe(0);
});
