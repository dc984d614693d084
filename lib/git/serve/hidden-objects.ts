// Which objects other gits may have: those that a branch or tag reaches, and no other, by whatever id they are asked for.
import { listRawRefs } from '@/lib/git/mirror/refs';
import { records } from '@/lib/git/records';
import { startGit, streamGit } from '@/lib/git/runner/run';
import { SERVED } from '@/lib/git/runner/service-environment';

interface Options {
  signal?: AbortSignal | undefined;
  /** How long a look may take. */
  timeoutMs: number;
}

/** What branches and tags name. Throws AppError. */
export async function visibleTips(dir: string, options: Options): Promise<ReadonlySet<string>> {
  const prefixes = SERVED.map((prefix) => prefix.slice(0, -1));
  return new Set((await listRawRefs(dir, prefixes, options)).values());
}

/**
 * Of `wanted`, one that none of `tips` reaches, or null if each is reached by some. What is none of them itself is looked
 * for from the newest commit back, each with its files, and no further than until all are found: a partial clone asks
 * for files of what it checks out. Throws AppError.
 */
export async function hiddenAmong(
  dir: string,
  wanted: ReadonlySet<string>,
  tips: ReadonlySet<string>,
  options: Options,
): Promise<string | null> {
  const sought = new Set([...wanted].filter((id) => !tips.has(id)));
  if (sought.size === 0) return null;
  const types = await typesOf(dir, sought, options);
  for (const id of sought) if (!types.has(id)) return id;
  const isHistory = [...types.values()].every((type) => type === 'commit');
  const flags = isHistory ? ['--stdin'] : ['--objects', '--no-object-names', '--in-commit-order', '--stdin'];
  for await (const id of revList(dir, flags, tips, [], options)) {
    sought.delete(id);
    if (sought.size === 0) return null;
  }
  const [hidden = null] = sought;
  return hidden;
}

/**
 * Of what another git says it has, what is here and none of `tips` reaches: an answer would tell that it is here, and
 * what is alike in it and in what is sent. Throws AppError.
 */
export async function hiddenHaves(
  dir: string,
  haves: ReadonlySet<string>,
  tips: ReadonlySet<string>,
  options: Options,
): Promise<ReadonlySet<string>> {
  const others = new Set([...haves].filter((id) => !tips.has(id)));
  const types = await typesOf(dir, others, options);
  const hidden = new Set<string>();
  const histories = [...types].filter(([, type]) => type === 'commit').map(([id]) => id);
  // It says commits. That anything else is left out costs it a longer answer at worst.
  for (const [id, type] of types) if (type !== 'commit') hidden.add(id);
  if (histories.length === 0) return hidden;
  for await (const id of revList(dir, ['--stdin'], histories, tips, options)) if (others.has(id)) hidden.add(id);
  return hidden;
}

/** Those that are here, with their types. */
async function typesOf(dir: string, ids: ReadonlySet<string>, options: Options): Promise<Map<string, string>> {
  const types = new Map<string, string>();
  if (ids.size === 0) return types;
  const input = [...ids].map((id) => `${id}\n`).join('');
  const command = { verb: 'cat-file', flags: ['--batch-check=%(objectname) %(objecttype)'] } as const;
  const running = await startGit(dir, command, { ...options, input });
  try {
    for await (const batch of records(running.stdout, 10)) {
      for (const record of batch) {
        const [id = '', type = ''] = record.toString('latin1').split(' ');
        if (type !== 'missing') types.set(id, type);
      }
    }
    await running.done;
  } finally {
    running.stop();
  }
  return types;
}

/** Ids that `from` reaches and `not` does not. */
async function* revList(
  dir: string,
  flags: string[],
  from: Iterable<string>,
  not: Iterable<string>,
  options: Options,
): AsyncGenerator<string, void, undefined> {
  const input = [...[...from].map((id) => `${id}\n`), ...[...not].map((id) => `^${id}\n`)].join('');
  if (input === '') return;
  const output = streamGit(dir, { verb: 'rev-list', flags }, { ...options, input });
  for await (const batch of records(output, 10)) for (const record of batch) yield record.toString('latin1');
}
