// What readers of pages may have git do, with a real mirror: shares of callers, and an end with whoever asked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { answering } from '@/lib/asking';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { streamGit } from '@/lib/git/runner/run';
import { networkCaller } from '@/lib/shares';
import { readMirror } from './read-mirror';

let world: MirrorWorld;
let dir: string;
beforeAll(async () => {
  world = await openMirrorWorld();
  dir = (await world.mirror(await createRepo(world.root, 'org/read', { 'a.txt': 'one\n' }))).dir;
});
afterAll(() => world.close());

const visitor = (n: number): Actor => ({ kind: 'anonymous', network: `192.0.2.${n}/32` });
const person: Actor = { kind: 'user', userId: 'somebody', isAdmin: false };

/** A git that waits for input which never comes, until it is ended; counted while it runs. */
function endless(actor: Actor, running: Set<number>, id: number, left?: AbortSignal): Promise<void> {
  return readMirror(
    actor,
    async (signal) => {
      running.add(id);
      try {
        const command = { verb: 'cat-file', flags: ['--batch-check'] } as const;
        const input = 'HEAD\n';
        for await (const _ of streamGit(dir, command, { signal, input }));
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          if (signal.aborted) reject(signal.reason);
        });
      } finally {
        running.delete(id);
      }
    },
    left,
  );
}

it('a caller has a share, all visitors together have one, and a person comes in beside them', async () => {
  const end = new AbortController();
  const running = new Set<number>();
  const ids = Array.from({ length: 30 }, (_, i) => i);
  // Ten from each of three networks.
  const all = ids.map((id) => endless(visitor(id % 3), running, id, end.signal).catch((error: unknown) => error));
  await expect.poll(() => running.size).toBe(5);
  for (const network of [0, 1, 2]) {
    expect([...running].filter((id) => id % 3 === network).length).toBeLessThanOrEqual(2);
  }
  expect(await readMirror(person, async () => 'read')).toBe('read');
  end.abort();
  for (const outcome of await Promise.all(all)) expect(outcome).toBeInstanceOf(AppError);
  expect(running.size).toBe(0);
  expect(await readMirror(visitor(0), async () => 'read')).toBe('read');
});

it('what is read for a request ends with the request, and is nobody else’s end', async () => {
  const gone = new AbortController();
  const running = new Set<number>();
  const read = answering({ caller: networkCaller('192.0.2.9'), gone: gone.signal }, () =>
    endless(visitor(9), running, 1).catch((error: unknown) => error),
  );
  const other = new AbortController();
  const stays = endless(visitor(10), running, 2, other.signal).catch((error: unknown) => error);
  await expect.poll(() => [...running].sort()).toEqual([1, 2]);
  gone.abort();
  expect(await read).toMatchObject({ code: 'limit', retryable: true });
  expect([...running]).toEqual([2]);
  other.abort();
  await stays;
});
