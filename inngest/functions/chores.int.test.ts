import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '@/e2e/servers/world';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

it('a chore that fails keeps none of the others from its turn', async () => {
  const { runChores } = await import('./chores');
  const turns: string[] = [];
  const step = {
    run: async (name: string, work: () => Promise<unknown>) => {
      turns.push(name);
      return await work();
    },
  };
  const done = await runChores(step, {
    first: async () => 1,
    broken: () => Promise.reject(new Error('broken')),
    last: async (ctx) => ctx.actor.kind,
  });
  expect(turns).toEqual(['first', 'broken', 'last']);
  expect(done).toEqual({ first: 1, broken: null, last: 'system' });
});
