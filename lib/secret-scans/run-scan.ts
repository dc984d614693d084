// One scan from the commit to what is written down of it. It ends as clean, found or failed; nothing else is thrown but
// what ended it from outside.
import { createHash } from 'node:crypto';
import type { ScanStatus } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError, toAppError } from '@/lib/errors';
import { openCatFile } from '@/lib/git/read/cat-file';
import { loadSecret } from '@/lib/secrets';
import { CleanFiles } from './clean-files';
import { treeEntries } from './entries';
import { scanCommits } from './scan-commits';
import { scanFiles } from './scan-files';
import { chooseScanner } from './scanners/choose-scanner';
import { fingerprintKey } from './scanners/fingerprint';
import { checkedConfig, readConfig } from './scanners/gitleaks-config';
import type { RawFinding, Scanner } from './scanners/scanner';
import { confirmEqual, type ScanInput, storeScan } from './store-scan';

interface Rules {
  scanner: Scanner;
  /** What gitleaks is given; null for its own rules, and for secretlint. */
  config: string | null;
  /** The file that is there, whether it was read or not. */
  configPath: string | null;
  /** Equal rules find the same. */
  key: string;
}

/**
 * Scans and writes it down; returns its id and status as it is without exceptions. An equal scan that did not fail is not
 * done again. Throws the reason of `signal` if that aborts, and AppError if the database is away.
 */
export async function runScan(
  ctx: Context,
  input: ScanInput,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ scanId: string; status: ScanStatus }> {
  const late = AbortSignal.timeout(ctx.env.runTimeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  const startedAt = new Date();
  const scanner = await chooseScanner();
  let rules: Rules = { scanner, config: null, configPath: input.configPath, key: 'unknown' };
  let result: { files: number; findings: RawFinding[] } | AppError;
  const cat = openCatFile(input.dir, { signal });
  try {
    rules = await rulesOf(scanner, cat, input);
    const equal = await confirmEqual(ctx.db, input.repoId, keyOf(input, rules));
    if (equal) return equal;
    result = await find(ctx, input, { ...rules, cat, signal });
  } catch (error) {
    options.signal?.throwIfAborted();
    result = late.aborted ? tooLong(ctx.env.runTimeoutMs) : toAppError(error);
    // Not with its cause where a scanner is to blame: those carry none, as they might quote a secret.
    ctx.log.warn({ err: result, repo_id: input.repoId, commit: input.commit }, 'a scan for secrets failed');
  } finally {
    await cat.close();
  }
  const { configPath } = rules;
  return await storeScan(ctx, { ...input, scanner, configPath, key: keyOf(input, rules), startedAt, result });
}

async function rulesOf(scanner: Scanner, cat: ReturnType<typeof openCatFile>, input: ScanInput): Promise<Rules> {
  const found = await readConfig(cat, { dir: input.dir, commit: input.commit, path: input.configPath });
  const config = found && scanner.name === 'gitleaks' ? checkedConfig(found) : null;
  const key = digest([scanner.name, scanner.key, config]);
  return { scanner, config, configPath: found?.path ?? null, key };
}

async function find(
  ctx: Context,
  input: ScanInput,
  rules: Rules & { cat: ReturnType<typeof openCatFile>; signal: AbortSignal },
) {
  const key = fingerprintKey(loadSecret(ctx.env));
  const clean = await CleanFiles.read(ctx, { repoId: input.repoId, key: rules.key, secret: key });
  const what = { ...rules, ...input, key, clean };
  let isWhole = false;
  try {
    if (input.since !== null) return await scanCommits({ ...what, since: input.since });
    const result = await scanFiles({ ...what, entries: treeEntries(what) });
    isWhole = input.subfolder === null;
    return result;
  } finally {
    await clean.save({ isWhole });
  }
}

function keyOf(input: ScanInput, rules: Rules): string {
  const since = input.since === null ? null : [...input.since].sort();
  return digest([rules.key, input.commit, input.subfolder, since]);
}

function digest(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function tooLong(ms: number): AppError {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return new AppError(
    'limit',
    `The scan took longer than ${minutes} min and was stopped. What it had scanned by then is remembered: the next one goes on from there.`,
    { kind: 'timeout' },
  );
}
