import { expect, test } from 'vitest';
import type { FunctionSpec } from './config';
import { nextTicks, readSchedules } from './cron';

const spec = (...crons: string[]) => ({ id: 'freshet-t', crons }) as FunctionSpec;

test('ticks are those of the expression, in UTC or the zone it names, strictly after the moment given', () => {
  const after = Date.parse('2030-07-01T00:00:00Z');
  const at = (cron: string) =>
    nextTicks(readSchedules([spec(cron)]), after).map((tick) => new Date(tick.at).toISOString());
  expect(at('*/10 * * * *')).toEqual(['2030-07-01T00:10:00.000Z']);
  expect(at('0 0 * * *')).toEqual(['2030-07-02T00:00:00.000Z']);
  expect(at('TZ=Europe/Berlin 0 4 * * *')).toEqual(['2030-07-01T02:00:00.000Z']);
  expect(at('0 0 30 2 *')).toEqual([]);
});

test('every process gives a tick the same id, and every tick its own', () => {
  const schedules = readSchedules([spec('* * * * *', '*/5 * * * *')]);
  const after = Date.parse('2030-01-01T00:04:10Z');
  const ids = nextTicks(schedules, after).map((tick) => tick.event.id);
  expect(new Set(ids).size).toBe(2);
  expect(
    nextTicks(readSchedules([spec('* * * * *', '*/5 * * * *')]), after + 5000).map((tick) => tick.event.id),
  ).toEqual(ids);
  expect(nextTicks(schedules, after + 60_000).map((tick) => tick.event.id)).not.toEqual(ids);
});
