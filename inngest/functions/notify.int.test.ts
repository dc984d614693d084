// From a real upstream that fails and comes back to a real receiver, over the engine.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Context } from '@/lib/context';
import { addNotificationTarget } from '@/lib/notifications/add-target';
import { collectNotifications } from '@/lib/notifications/collect';
import { deliverNews } from '@/lib/notifications/send/deliver';
import { type Receiver, startReceiver } from '@/lib/notifications/testing';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { requestSync } from '@/lib/sync/request/request-sync';

let world: World;
let receiver: Receiver;
let operator: Context;

beforeAll(async () => {
  world = await startWorld({}, { hasClock: false });
  receiver = await startReceiver();
  operator = world.as({ kind: 'operator' });
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

/** Syncs until its last attempt, then tells what there is to tell, as the engine does each minute. */
async function syncAndTell(id: string): Promise<void> {
  await requestSync(operator, id, { trigger: 'manual' });
  await expect.poll(async () => (await getRepo(operator, id)).active_run_id).toBeNull();
  await collectNotifications(operator);
  await deliverNews(operator);
}

it('a repository that fails for good and works again is told of, and what is held back then too', async () => {
  await addNotificationTarget(operator, { kind: 'webhook', url: receiver.url });
  const git = await createRepo(world.upstreams, 'acme/rivers', { 'a.txt': 'water\n' });
  const { id } = await addRepo(operator, { url: `${world.git.url}/${git.name}` });
  await world.settle(id);
  world.git.faults.push({ match: '/acme/rivers', status: 404 });
  await syncAndTell(id);
  await syncAndTell(id);
  world.git.faults.length = 0;
  await syncAndTell(id);
  await syncAndTell(id);
  const events = receiver.received.flatMap(({ body }) => JSON.parse(body).events);
  expect(events).toMatchObject([
    { kind: 'error', repo: { id, org: 'acme', name: 'rivers' }, error_kind: 'not_found', failure_count: 1 },
    { kind: 'recovered', repo: { id } },
  ]);
  expect(events[0].message).toBeTruthy();

  // Within the hour upstream loses its files, which waits for a person: that is told at once.
  await updateRepo(operator, id, { holds_back_losses: true });
  const full = await git.tip();
  await git.commit({ 'b.txt': 'dry\n' }, { clear: true });
  await syncAndTell(id);
  await git.setBranch('main', full);
  await syncAndTell(id);
  const [heldBack, back] = receiver.received.slice(2).map(({ body }) => JSON.parse(body));
  expect(receiver.received).toHaveLength(4);
  expect(heldBack.events).toMatchObject([
    { kind: 'error', error_kind: 'policy', message: expect.stringMatching(/lost/) },
  ]);
  expect(back.text).toMatch(/^acme\/rivers works again after .*\.(?!.*works again)/s);
});
