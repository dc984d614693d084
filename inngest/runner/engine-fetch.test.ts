import { expect, test } from 'vitest';
import type { EngineEvent } from './config/expression';
import { engineFetch } from './engine-fetch';

const port = (isHeld = true) => {
  const events: EngineEvent[] = [];
  return { events, send: async (event: EngineEvent) => void events.push(event), checkpoint: async () => isHeld };
};
const send = (to: ReturnType<typeof port>, body: unknown, seed?: string) =>
  engineFetch(to, 'http://engine/e/key', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: seed ? { 'x-inngest-event-id-seed': seed } : {},
  });

test('a send that the SDK repeats has the same ids, and another one others', async () => {
  const to = port();
  const events = [
    { name: 'a', data: { n: 1 } },
    { name: 'a', data: { n: 1 } },
    { name: 'b', id: 'given', data: {} },
  ];
  const first = (await (await send(to, events, 'seed')).json()) as { ids: string[] };
  expect(await (await send(to, events, 'seed')).json()).toEqual(first);
  expect(new Set(first.ids).size).toBe(3);
  expect(first.ids[2]).toBe('given');
  expect(await (await send(to, events, 'other')).json()).not.toEqual(first);
  expect(to.events[0]).toMatchObject({ name: 'a', data: { n: 1 }, id: first.ids[0], ts: expect.any(Number) });
});

test('a checkpoint of a run that was lost is answered with 409, which makes the SDK stop', async () => {
  const checkpoint = (isHeld: boolean) =>
    engineFetch(port(isHeld), 'http://engine/v1/checkpoint/run-1/async', { method: 'POST', body: '{"steps":[]}' });
  expect((await checkpoint(true)).status).toBe(200);
  expect((await checkpoint(false)).status).toBe(409);
});

test('what is not an event is refused, and nothing else of Inngest’s API exists', async () => {
  await expect(send(port(), [{ data: {} }])).rejects.toThrow();
  expect((await engineFetch(port(), 'http://engine/v1/signals', { method: 'POST', body: '{}' })).status).toBe(404);
});
