import { appendFile, mkdir, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalDir, listJournal, MAX_FILES, removeJournal, takeJournal, writeJournal } from './journal';
import type { Delivery } from './payload/delivery';

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

const files = async () => (await listJournal(dir)).map(({ file }) => file);

describe('a journal', () => {
  it('gives back what was written, in order, and is for its owner alone', async () => {
    const unread: Delivery = { host: 'gitlab', deliveryId: null, receivedAt: 1, news: null };
    const file = await writeJournal(dir, [delivery(1), unread, delivery(2)]);
    expect(await files()).toEqual([file]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    const taken = await takeJournal(file);
    expect(taken).toMatchObject({ times: 1, unreadable: 0, isComplete: true });
    expect(taken?.deliveries).toEqual([delivery(1), unread, delivery(2)]);
    await removeJournal(taken?.file ?? '');
    expect(await readdir(dir)).toEqual([]);
  });

  it('goes on in another file each time, and each is there until it is removed', async () => {
    const [one, two] = await Promise.all([writeJournal(dir, [delivery(1)]), writeJournal(dir, [delivery(2)])]);
    await removeJournal(one);
    await removeJournal(one);
    expect(await files()).toEqual([two]);
    expect((await takeJournal(two))?.deliveries).toEqual([delivery(2)]);
  });

  it('is not removed by who wrote it once somebody else has taken it', async () => {
    const file = await writeJournal(dir, [delivery(1)]);
    const taken = await takeJournal(file);
    expect(taken?.deliveries).toEqual([delivery(1)]);
    await removeJournal(file);
    expect(await files()).toEqual([taken?.file]);
    expect(await takeJournal(file)).toBeNull();
  });

  it('that cannot be written is an error, and works again once it can be', async () => {
    await writeFile(dir, 'in the way');
    await expect(writeJournal(dir, [delivery(1)])).rejects.toThrow(/EEXIST|ENOTDIR/);
    await rm(dir);
    const file = await writeJournal(dir, [delivery(2)]);
    expect((await takeJournal(file))?.deliveries).toEqual([delivery(2)]);
    // Somebody removes the folder while Freshet runs.
    await rm(dir, { recursive: true });
    await expect(writeJournal(dir, [delivery(3)])).rejects.toThrow('ENOENT');
    await writeJournal(dir, [delivery(3)]);
    expect(await files()).toHaveLength(1);
  });

  it('that cannot be read is an error, and not empty', async () => {
    await writeFile(dir, 'in the way');
    await expect(listJournal(dir)).rejects.toThrow('ENOTDIR');
  });

  it('takes no more files than it may hold, and goes on when some have gone', async () => {
    await mkdir(dir);
    const names = Array.from({ length: MAX_FILES }, (_, n) => path.join(dir, `${n}.0.jsonl`));
    await Promise.all(names.map((name) => writeFile(name, '')));
    await expect(writeJournal(dir, [delivery(1)])).rejects.toThrow(`holds ${MAX_FILES} files`);
    await removeJournal(names[0] ?? '');
    await writeJournal(dir, [delivery(1)]);
    await expect(writeJournal(dir, [delivery(2)])).rejects.toThrow(`holds ${MAX_FILES} files`);
  });
});

describe('what broke off', () => {
  it('in a line, and what is no delivery, is passed by', async () => {
    const file = await writeJournal(dir, [delivery(1)]);
    const lines = ['null', '[]', '{"host":"sourcehut"}', JSON.stringify({ ...delivery(2), news: { event: 'party' } })];
    const half = JSON.stringify(delivery(4)).slice(0, -9);
    await appendFile(file, `\n${lines.join('\n')}\n${JSON.stringify(delivery(3))}\n${half}`);
    const taken = await takeJournal(file);
    expect(taken?.deliveries).toEqual([delivery(1), delivery(3)]);
    expect(taken?.unreadable).toBe(5);
  });

  it('at any byte gives the deliveries before it, and is known to have no end', async () => {
    const whole = await writeJournal(dir, [delivery(1), delivery(2)]);
    const { size } = await stat(whole);
    const first = Buffer.byteLength(JSON.stringify(delivery(1)));
    let file = whole;
    for (let bytes = size - 1; bytes >= 0; bytes -= 7) {
      await truncate(file, bytes);
      const taken = await takeJournal(file);
      const expected = bytes >= size - 2 ? [delivery(1), delivery(2)] : bytes >= first ? [delivery(1)] : [];
      expect(taken?.deliveries, `${bytes} bytes`).toEqual(expected);
      expect(taken?.isComplete, `${bytes} bytes`).toBe(false);
      file = taken?.file ?? '';
    }
  });
});

it('is taken by one alone', async () => {
  const file = await writeJournal(dir, [delivery(1)]);
  const taken = await Promise.all([takeJournal(file), takeJournal(file), takeJournal(file)]);
  expect(taken.filter((one) => one !== null)).toHaveLength(1);
});

it('lists its files by age, and nothing where there is none yet', async () => {
  expect(await listJournal(dir)).toEqual([]);
  for (let n = 0; n < 3; n++) await writeJournal(dir, [delivery(n)]);
  await writeFile(path.join(dir, 'notes.txt'), 'somebody’s');
  const [young = '', old = '', ahead = ''] = await files();
  const seconds = Date.now() / 1000;
  await utimes(old, seconds - 3600, seconds - 3600);
  await utimes(ahead, seconds + 600, seconds + 600);
  const found = await listJournal(dir);
  expect(found.map(({ file }) => file)).toEqual([old, ahead, young]);
  expect(found[0]?.ageMs).toBeGreaterThanOrEqual(3_600_000);
});
