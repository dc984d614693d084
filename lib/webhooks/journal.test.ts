import { appendFile, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Delivery } from './delivery';
import { closeJournals, journalDir, listJournal, openJournal, removeJournal, takeJournal } from './journal';

let dataDir: string;
let dir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'freshet-journal-'));
  dir = journalDir(dataDir);
});
afterEach(async () => {
  await closeJournals();
  await rm(dataDir, { recursive: true, force: true });
});

const delivery = (n: number): Delivery => ({
  host: 'github',
  deliveryId: `delivery-${n}`,
  receivedAt: 1_790_000_000_000 + n,
  news: { event: 'push', name: 'push', addresses: [`https://git.example/größte/${n}\n`], place: null },
});

const size = async (file: string) => (await stat(file)).size;
const files = async () => (await listJournal(dir)).map(({ file }) => file);
const theFile = async () => {
  const [file = ''] = await files();
  return file;
};

describe('a journal', () => {
  it('gives back what was written, in order, and is for its owner alone', async () => {
    const unread: Delivery = { host: 'gitlab', deliveryId: null, receivedAt: 1, news: null };
    const { append } = openJournal(dir);
    await Promise.all([append([delivery(1), unread]), append([delivery(2)])]);
    const file = await theFile();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    const taken = await takeJournal(file);
    expect(taken?.deliveries).toEqual([delivery(1), unread, delivery(2)]);
    await removeJournal(taken?.file ?? '');
    expect(await readdir(dir)).toEqual([]);
  });

  it('is cut to nothing when all that is in it has been released', async () => {
    const { append } = openJournal(dir);
    const [one, two] = [await append([delivery(1)]), await append([delivery(2)])];
    const file = await theFile();
    await one(true);
    expect(await size(file)).toBeGreaterThan(0);
    await two(true);
    expect(await size(file)).toBe(0);
    await append([delivery(3)]);
    expect(await files()).toEqual([file]);
    expect((await takeJournal(file))?.deliveries).toEqual([delivery(3)]);
  });

  it('leaves a file alone in which something has to stay', async () => {
    const { append } = openJournal(dir);
    const [bad, good] = [await append([delivery(1)]), await append([delivery(2)])];
    const file = await theFile();
    await bad(false);
    await good(true);
    expect((await takeJournal(file))?.deliveries).toEqual([delivery(1), delivery(2)]);
    await (await append([delivery(3)]))(true);
    expect(await files()).toHaveLength(2);
  });

  it('goes on in another file after a while, so that the first is found', async () => {
    const { append } = openJournal(dir);
    await (await append([delivery(1)]))(false);
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 11_000);
    onTestFinished(() => now.mockRestore());
    await append([delivery(2)]);
    expect(await files()).toHaveLength(2);
  });

  it('goes on in another file where one is full, which goes when it is released', async () => {
    const { append } = openJournal(dir);
    const huge = (n: number): Delivery => ({ ...delivery(n), deliveryId: 'x'.repeat(5 * 1024 * 1024) });
    const [one, two] = [await append([huge(1)]), await append([delivery(2)])];
    const all = await files();
    expect(all).toHaveLength(2);
    await one(true);
    expect(await files()).toHaveLength(1);
    await two(true);
    expect(await size(await theFile())).toBe(0);
  });

  it('writes again what it wrote while its file was taken', async () => {
    const { append } = openJournal(dir);
    const one = await append([delivery(1)]);
    const taken = await takeJournal(await theFile());
    const two = await append([delivery(2)]);
    expect(taken?.deliveries).toEqual([delivery(1)]);
    const [other = ''] = (await files()).filter((file) => file !== taken?.file);
    await one(true);
    expect(await size(other)).toBeGreaterThan(0);
    await removeJournal(taken?.file ?? '');
    expect((await takeJournal(other))?.deliveries).toEqual([delivery(2)]);
    await two(true);
  });

  it('that is closed keeps what somebody needs, removes the rest, and goes on in another file', async () => {
    const [{ append }, other] = [openJournal(dir), openJournal(dir)];
    const one = await append([delivery(1)]);
    await (await other.append([delivery(2)]))(true);
    expect(await files()).toHaveLength(2);
    await closeJournals();
    const [kept = '', ...others] = await files();
    expect(others).toEqual([]);
    const two = await append([delivery(3)]);
    expect(await files()).toHaveLength(2);
    await one(true);
    expect(await files()).not.toContain(kept);
    expect((await takeJournal(await theFile()))?.deliveries).toEqual([delivery(3)]);
    await two(true);
  });

  it('that cannot be written is an error, and works again once it can be', async () => {
    await writeFile(dir, 'in the way');
    const { append } = openJournal(dir);
    await expect(append([delivery(1)])).rejects.toThrow(/EEXIST|ENOTDIR/);
    await rm(dir);
    await append([delivery(2)]);
    expect((await takeJournal(await theFile()))?.deliveries).toEqual([delivery(2)]);
  });
});

it('a line that broke off, and what is no delivery, is passed by', async () => {
  await openJournal(dir).append([delivery(1)]);
  const file = await theFile();
  const lines = [
    '',
    'null',
    '[]',
    '{"host":"sourcehut"}',
    JSON.stringify({ ...delivery(2), news: { event: 'party' } }),
  ];
  const half = JSON.stringify(delivery(4)).slice(0, -9);
  await appendFile(file, `${lines.join('\n')}\n${JSON.stringify(delivery(3))}\n${half}`);
  expect((await takeJournal(file))?.deliveries).toEqual([delivery(1), delivery(3)]);
});

it('is taken by one alone', async () => {
  await openJournal(dir).append([delivery(1)]);
  const file = await theFile();
  const taken = await Promise.all([takeJournal(file), takeJournal(file), takeJournal(file)]);
  expect(taken.filter((one) => one !== null)).toHaveLength(1);
});

it('lists its files by age, and nothing where there is none yet', async () => {
  expect(await listJournal(dir)).toEqual([]);
  for (let n = 0; n < 3; n++) await openJournal(dir).append([delivery(n)]);
  await writeFile(path.join(dir, 'notes.txt'), 'somebody’s');
  const [young = '', old = '', ahead = ''] = await files();
  const seconds = Date.now() / 1000;
  await utimes(old, seconds - 3600, seconds - 3600);
  await utimes(ahead, seconds + 600, seconds + 600);
  const found = await listJournal(dir);
  expect(found.map(({ file }) => file)).toEqual([old, ahead, young]);
  expect(found[0]?.ageMs).toBeGreaterThanOrEqual(3_600_000);
});
