// Folders below the mirrors that belong to no repository: since when each is known, in a file beside them.
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { readPlainFile } from '@/lib/files/plain-file';
import { mirrorDir } from '@/lib/git/mirror-dir';

/** Says since when a folder is known to be nobody's. */
const LEDGER = 'orphans.json';
const MAX_BYTES = 16 * 1024 ** 2;

const ledgerSchema = z.record(z.string(), z.iso.datetime());

export interface Orphan {
  name: string;
  /** When it was first seen without a repository. */
  since: string;
  /** When it is going to be removed, unless its repository is back. */
  removedAt: string;
}

/** What is nobody's at the moment, as the last sweep found it. */
export async function listOrphans({ env }: Pick<Context, 'env'>): Promise<Orphan[]> {
  const ledger = await readLedger(rootOf(env.dataDir));
  return Object.entries(ledger).map(([name, since]) => ({
    name,
    since,
    removedAt: new Date(Date.parse(since) + env.orphanMs).toISOString(),
  }));
}

function rootOf(dataDir: string): string {
  return path.dirname(mirrorDir(dataDir, '0'));
}

/** One that cannot be read counts as empty: every grace time begins anew. */
export async function readLedger(root: string): Promise<Record<string, string>> {
  const bytes = await readPlainFile(path.join(root, LEDGER), MAX_BYTES).catch(() => null);
  try {
    return ledgerSchema.parse(JSON.parse(bytes?.toString('utf8') ?? '{}'));
  } catch {
    return {};
  }
}

export async function writeLedger(
  root: string,
  before: Record<string, string>,
  after: Record<string, string>,
): Promise<void> {
  const text = JSON.stringify(after);
  if (text === JSON.stringify(before)) return;
  if (Object.keys(after).length === 0) {
    await rm(path.join(root, LEDGER), { force: true });
    return;
  }
  const draft = path.join(root, `${LEDGER}.${process.pid}`);
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path.join(root, LEDGER));
}
