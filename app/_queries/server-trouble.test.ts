import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { requestJson } from './request-json';
import { awaitServer, heardServer, missedServer, serverTrouble, UNREACHABLE } from './server-trouble';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  heardServer();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answers = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', answer);

it('tells of a server that has not answered for some seconds, until it does', () => {
  missedServer(UNREACHABLE);
  vi.advanceTimersByTime(2900);
  missedServer(UNREACHABLE);
  expect(serverTrouble()).toBeNull();
  vi.advanceTimersByTime(200);
  expect(serverTrouble()).toBe(UNREACHABLE);
  heardServer();
  expect(serverTrouble()).toBeNull();
});

it('tells nothing of a short silence', () => {
  missedServer(UNREACHABLE);
  vi.advanceTimersByTime(2000);
  heardServer();
  vi.advanceTimersByTime(60_000);
  expect(serverTrouble()).toBeNull();
});

it('takes a question that stays open for an answer that does not come', () => {
  const settle = awaitServer();
  vi.advanceTimersByTime(11_000);
  expect(serverTrouble()).toBeNull();
  vi.advanceTimersByTime(2000);
  expect(serverTrouble()).toBe(UNREACHABLE);
  settle();
});

it('learns from requests: no answer and faults of the server are trouble, refusals are none', async () => {
  answers(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(requestJson('/api/v1/repos')).rejects.toMatchObject({ status: 0 });
  vi.advanceTimersByTime(3000);
  expect(serverTrouble()).toBe(UNREACHABLE);

  answers(async () => Response.json({ code: 'conflict', detail: 'It is busy.' }, { status: 409 }));
  await expect(requestJson('/api/v1/repos', { method: 'POST' })).rejects.toMatchObject({ status: 409 });
  expect(serverTrouble()).toBeNull();

  answers(async () => Response.json({ code: 'internal', detail: 'The database is away.' }, { status: 503 }));
  await expect(requestJson('/api/v1/repos')).rejects.toMatchObject({ status: 503 });
  vi.advanceTimersByTime(3000);
  expect(serverTrouble()).toBe('The database is away.');

  answers(async () => new Response('<h1>Bad Gateway</h1>', { status: 502 }));
  heardServer();
  await expect(requestJson('/api/v1/repos')).rejects.toMatchObject({ status: 502 });
  vi.advanceTimersByTime(3000);
  expect(serverTrouble()).toBe(UNREACHABLE);
});
