// The migrator skips what its journal dates before the newest that a database has had: the order must be strict.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const folder = path.resolve('db/migrations');
const journalSchema = z.object({ entries: z.array(z.object({ idx: z.int(), when: z.int(), tag: z.string() })) });
const snapshotSchema = z.object({ id: z.string(), prevId: z.string() });

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, 'meta', name), 'utf8'));
const { entries } = journalSchema.parse(read('_journal.json'));

it('each migration is dated after the one before it, and numbered without a gap', () => {
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, i) => i));
  const dates = entries.map(({ when }) => when);
  expect(dates).toEqual([...new Set(dates)].sort((a, b) => a - b));
});

it('the journal names every file, and no other', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(files.sort());
});

it('each kept schema follows from the one before it', () => {
  const kept = readdirSync(path.join(folder, 'meta')).filter((name) => name.endsWith('_snapshot.json'));
  const chain = kept.sort().map((name) => snapshotSchema.parse(read(name)));
  for (const [i, { prevId }] of chain.entries()) if (i > 0) expect(prevId, kept[i]).toBe(chain[i - 1]?.id);
});
