// Which of many objects a repository does not have: one git for all of them.
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';

/** Ids of those that are not there. Throws AppError. */
export async function missingObjects(
  dir: string,
  ids: ReadonlySet<string>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Set<string>> {
  const missing = new Set<string>();
  if (ids.size === 0) return missing;
  const command = { verb: 'cat-file', flags: ['--batch-check'] } as const;
  const input = `${[...ids].join('\n')}\n`;
  for await (const batch of records(streamGit(dir, command, { ...options, input }), 10)) {
    for (const record of batch) {
      const [id = '', state] = record.toString('latin1').split(' ');
      if (state === 'missing') missing.add(id);
    }
  }
  return missing;
}
