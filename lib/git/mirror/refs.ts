// The branches and tags of a repository on disk, and its HEAD.
import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { NotPlainError, readPlainFile } from '@/lib/files/plain-file';
import { escapePath } from '@/lib/git/escape-path';
import { isObjectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';
import type { RefBudget } from './ref-budget';

/** What was fetched lies here until `resetRefs` makes it visible: no reader ever sees a half-done fetch. */
export const FETCHED = 'refs/freshet/fetched/';

/** What upstream took away by rewriting its history lies here for a while, by the run that saw it. */
export const KEPT = 'refs/freshet/kept/';

/** `refs/heads/*` and `refs/tags/*` → object id (of the tag object for annotated tags). */
export async function listRefs(dir: string): Promise<Map<string, string>> {
  const raw = await listRawRefs(dir, ['refs/heads', 'refs/tags']);
  return new Map([...raw].map(([name, sha]) => [escapePath(Buffer.from(name, 'latin1')), sha]));
}

/**
 * What `listRefs` says as text: a line `<object id> <full name>` for each, branches first, by the bytes of their names. Of
 * very many refs that is far cheaper, where most of them are only compared.
 */
export async function readRefLines(dir: string, options: { signal?: AbortSignal | undefined } = {}): Promise<string> {
  const flags = ['--format=%(objectname) %(refname)'];
  const operands = ['refs/heads', 'refs/tags'];
  const parts: Buffer[] = [];
  for await (const part of streamGit(dir, { verb: 'for-each-ref', flags, operands }, options)) parts.push(part);
  const bytes = Buffer.concat(parts);
  // No name has a backslash, so valid UTF-8 is escaped already.
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const lines = bytes.toString('latin1').split('\n');
  return lines.map((line) => escapePath(Buffer.from(line, 'latin1'))).join('\n');
}

/** The branch HEAD names (without refs/heads/) and its tip; null while there is no such branch. */
export async function readHead(dir: string): Promise<{ branch: string; sha: string } | null> {
  const ref = await headRef(dir);
  if (!ref?.startsWith('refs/heads/')) return null;
  const sha = (await listRawRefs(dir, [ref])).get(ref);
  return sha ? { branch: escapePath(Buffer.from(ref.slice('refs/heads/'.length), 'latin1')), sha } : null;
}

const MAX_HEAD_BYTES = 64 * 1024;

/** Full name of the ref HEAD points at, as bytes in latin1; null if it names none. Throws if it cannot be read. */
export async function headRef(dir: string): Promise<string | null> {
  const head = await readPlainFile(path.join(dir, 'HEAD'), MAX_HEAD_BYTES).catch((error: unknown) => {
    if (!(error instanceof NotPlainError)) throw diskError(error);
    throw new AppError('internal', 'The mirror on disk is damaged.', {
      kind: 'corrupt',
      retryable: true,
      cause: error,
    });
  });
  return /^ref: (refs\/[^\n]+)\n?$/.exec(head?.toString('latin1') ?? '')?.[1] ?? null;
}

/**
 * Refs below the given prefixes; names are bytes in latin1, so that nothing is lost on the way back to git. With a
 * `budget`, for refs whose number somebody else decides, it throws what the budget throws.
 */
export async function listRawRefs(
  dir: string,
  prefixes: readonly string[],
  options: { signal?: AbortSignal | undefined; budget?: RefBudget } = {},
): Promise<Map<string, string>> {
  const refs = new Map<string, string>();
  // A prefix that is not ASCII cannot be an argument; all refs are listed and filtered instead.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is the range of ASCII that is meant.
  const operands = prefixes.every((prefix) => /^[\x00-\x7f]*$/.test(prefix) && !/[*?[\\]/.test(prefix)) ? prefixes : [];
  const output = streamGit(
    dir,
    { verb: 'for-each-ref', flags: ['--format=%(objectname) %(refname)'], operands },
    { signal: options.signal },
  );
  for await (const batch of records(output, 10)) {
    for (const record of batch) {
      const text = record.toString('latin1');
      const space = text.indexOf(' ');
      const sha = text.slice(0, space);
      const name = text.slice(space + 1);
      if (!isObjectId(sha)) continue;
      if (operands.length === 0 && !prefixes.some((prefix) => name === prefix || name.startsWith(`${prefix}/`)))
        continue;
      options.budget?.takeRef();
      options.budget?.takeBytes(record.length);
      refs.set(name, sha);
    }
  }
  return refs;
}
