import { appendFile, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Delivery } from './delivery';
import { journalDir, listJournal, readJournal, removeJournal, writeJournal } from './journal';

let dataDir: string;
let dir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'freshet-journal-'));
  dir = journalDir(dataDir);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const delivery = (n: number): Delivery => ({
  host: 'github',
  deliveryId: `delivery-${n}`,
  receivedAt: 1_790_000_000_000 + n,
  news: { event: 'push', name: 'push', addresses: [`https://git.example/größte/${n}\n`], place: null },
});

it('gives back what was written, in order, and is for its owner alone', async () => {
  const unread: Delivery = { host: 'gitlab', deliveryId: null, receivedAt: 1, news: null };
  const file = await writeJournal(dir, [delivery(1), unread, delivery(2)]);
  expect(await readJournal(file)).toEqual([delivery(1), unread, delivery(2)]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  await removeJournal(file);
  await removeJournal(file);
  expect(await readJournal(file)).toEqual([]);
  expect(await readdir(dir)).toEqual([]);
});

it('passes by a line that broke off, and what is no delivery', async () => {
  const file = await writeJournal(dir, [delivery(1)]);
  const lines = [
    '',
    'null',
    '[]',
    '{"host":"sourcehut"}',
    JSON.stringify({ ...delivery(2), news: { event: 'party' } }),
  ];
  await appendFile(
    file,
    `${lines.join('\n')}\n${JSON.stringify(delivery(3))}\n${JSON.stringify(delivery(4)).slice(0, -9)}`,
  );
  expect(await readJournal(file)).toEqual([delivery(1), delivery(3)]);
});

it('lists its files by age, and nothing where there is none yet', async () => {
  expect(await listJournal(dir)).toEqual([]);
  const [young, old, ahead] = [
    await writeJournal(dir, [delivery(1)]),
    await writeJournal(dir, [delivery(2)]),
    await writeJournal(dir, [delivery(3)]),
  ];
  await writeFile(path.join(dir, 'notes.txt'), 'somebody’s');
  const seconds = Date.now() / 1000;
  await utimes(old, seconds - 3600, seconds - 3600);
  await utimes(ahead, seconds + 600, seconds + 600);
  const found = await listJournal(dir);
  expect(found.map(({ file }) => file)).toEqual([old, ahead, young]);
  expect(found[0]?.ageMs).toBeGreaterThanOrEqual(3_600_000);
});

it('leaves no file where it could not be written', async () => {
  await writeFile(dir, 'in the way');
  await expect(writeJournal(dir, [delivery(1)])).rejects.toThrow(/EEXIST|ENOTDIR/);
  await rm(dir);
  await mkdir(dir);
  const circular = delivery(1) as Delivery & { self?: unknown };
  circular.self = circular;
  await expect(writeJournal(dir, [circular])).rejects.toThrow('circular');
  expect(await readdir(dir)).toEqual([]);
});
