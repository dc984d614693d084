import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { log } from '@/lib/log';
import type { FunctionSpec } from './config/config';
import type { EngineEvent } from './config/expression';
import { startSchedules } from './schedule';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:30Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const spec = (id: string, ...crons: string[]) => ({ id, crons }) as FunctionSpec;

test('every tick is queued once, at its time, until the clock is stopped', async () => {
  const ticks: string[] = [];
  const tick = async (ticked: FunctionSpec, event: EngineEvent) => {
    ticks.push(
      `${ticked.id} ${new Date(event.ts).toISOString().slice(11, 16)} at ${new Date().toISOString().slice(11, 16)}`,
    );
    if (ticks.length === 1) throw new Error('the database is away');
  };
  const stop = startSchedules([spec('five', '*/5 * * * *'), spec('hourly', '0 * * * *')], { log }, { tick });
  await vi.advanceTimersByTimeAsync(11 * 60_000);
  expect(ticks).toEqual(['five 00:05 at 00:05', 'five 00:10 at 00:10']);
  await vi.advanceTimersByTimeAsync(50 * 60_000);
  expect(ticks.slice(-2).sort()).toEqual(['five 01:00 at 01:00', 'hourly 01:00 at 01:00']);
  expect(ticks).toHaveLength(13);
  stop();
  await vi.advanceTimersByTimeAsync(3 * 3_600_000);
  expect(ticks).toHaveLength(13);
});

test('a machine that slept makes up for none of the ticks it missed but the one it waited for', async () => {
  const ticks: number[] = [];
  const stop = startSchedules(
    [spec('t', '*/5 * * * *')],
    { log },
    { tick: async (_, event) => void ticks.push(event.ts) },
  );
  vi.setSystemTime(Date.parse('2030-01-01T06:02:00Z'));
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  stop();
  expect(ticks.map((ts) => new Date(ts).toISOString().slice(11, 16))).toEqual(['00:05', '06:05', '06:10']);
});

test('a clock that is set back is followed within a minute, and its moments count again', async () => {
  const ticks: { at: string; id: string }[] = [];
  const stop = startSchedules(
    [spec('t', '*/5 * * * *')],
    { log },
    { tick: async (_, event) => void ticks.push({ at: new Date(event.ts).toISOString().slice(11, 16), id: event.id }) },
  );
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  await vi.advanceTimersByTimeAsync(65 * 60_000);
  stop();
  expect(ticks.map(({ at }) => at)).toEqual([
    ...['00:05', '00:10'],
    ...['23:15', '23:20', '23:25', '23:30', '23:35', '23:40', '23:45', '23:50', '23:55', '00:00'],
    ...['00:05', '00:10', '00:15'],
  ]);
  expect(new Set(ticks.map(({ id }) => id)).size).toBe(ticks.length);
});

test('a clock that is set forward goes on from there', async () => {
  const ticks: string[] = [];
  const stop = startSchedules(
    [spec('t', '*/5 * * * *')],
    { log },
    { tick: async (_, event) => void ticks.push(new Date(event.ts).toISOString().slice(11, 16)) },
  );
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  stop();
  expect(ticks).toEqual(['00:05', '00:10', '01:10', '01:15']);
});
