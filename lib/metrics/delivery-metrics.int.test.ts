import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { addDelivery } from '@/lib/deliveries/verify/testing';
import { databaseMetrics } from './database-metrics';
import { readSnapshot } from './read-snapshot';
import { parseExposition } from './testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('tells hosts by state, and how long ago each delivery was in sync', async () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const { deliveryId } = await addDelivery(database.db, 'conf', {
    'web-1': { state: 'in_sync', inSyncAt: ago(1) },
    'web-2': { state: 'behind', inSyncAt: ago(60) },
  });
  const site = await addDelivery(database.db, 'site', { 'web-3': { state: 'never' } });
  await addDelivery(database.db, 'off', { 'web-4': { state: 'changed' } }, { delivery: { isEnabled: false } });
  const text = await databaseMetrics(await readSnapshot(database.db)).metrics();
  const { sum, samples } = parseExposition(text);
  expect(sum('freshet_delivery_hosts')).toBe(3);
  expect(sum('freshet_delivery_hosts', { state: 'behind' })).toBe(1);
  const age = sum('freshet_delivery_in_sync_age_seconds', { delivery: deliveryId });
  expect(age).toBeGreaterThanOrEqual(3600);
  expect(age).toBeLessThan(7200);
  const never = samples.find((one) => one.labels.delivery === site.deliveryId);
  expect(never?.value).toBe(Number.POSITIVE_INFINITY);
  expect(text).not.toContain('acme');
});
