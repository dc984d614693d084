// Looks for secrets in what is about to be delivered. Only `clean` may go on; what could not be looked at to its end is
// `failed`.
import type { Context } from '@/lib/context';
import { judgeScan, type Verdict } from './judge-scan';
import { runScan } from './run-scan';

export interface DeliveryScan {
  repoId: string;
  /** The mirror or view that the commit is read from. */
  dir: string;
  commit: string;
  /** Only what is below it travels; null: everything. */
  subfolder: string | null;
  /** Scan the commits that these do not reach as well; empty: all of history. Null: the files alone. */
  sinceCommits: string[] | null;
  /** A gitleaks configuration within the repository; null: `.gitleaks.toml`, if the commit has one. */
  configPath: string | null;
}

/**
 * Scans the files, and the new commits if that is asked for; findings that are exceptions count for nothing. `scanId` is the
 * scan that decided. An equal scan that was done before is not done again. Throws the reason of `signal` if that aborts, and
 * AppError if nothing can be written down.
 */
export async function scanBeforeDelivery(
  ctx: Context,
  input: DeliveryScan,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Verdict & { scanId: string }> {
  const { sinceCommits, ...what } = input;
  const scan = async (since: string[] | null) => {
    const { scanId } = await runScan(ctx, { ...what, since }, options);
    return { scanId, ...(await judgeScan(ctx, scanId)) };
  };
  const files = await scan(null);
  if (sinceCommits === null) return files;
  const commits = await scan(sinceCommits);
  const { status, scanId } =
    WORST.map((is) => [files, commits].find((one) => one.status === is)).find(Boolean) ?? files;
  const both = files.status === status && commits.status === status;
  const text = both ? `${files.text}\n${commits.text}` : files.status === status ? files.text : commits.text;
  return { status, scanId, text };
}

const WORST: readonly Verdict['status'][] = ['failed', 'found', 'clean'];
