// Reads the repos.json of a repo-search installation: what can be read of each entry, whatever the others are.
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { repoName } from '@/lib/repos/manage/repo-settings';
import { type ImportList, type ImportRow, MAX_ROWS } from './import-settings';
import { shown } from './shown';

/** What is not named (status, counts, head_commit) is found out anew. */
const entrySchema = z.object({
  id: z.guid('is not an id (a UUID)'),
  url: z.string('is missing, or no text').trim().min(1, 'is empty').max(2048, 'is longer than 2048 characters'),
  name: z.string('is missing, or no text').trim().min(1, 'is empty').max(201, 'is longer than 201 characters'),
  added_at: z.string().max(64).nullish().catch(null),
});

/** Throws `invalid` if the whole is no list, `limit` if it is too long; all else is said of its entry. */
export function readReposJson(content: string): ImportList {
  const entries = parseList(content);
  const list: ImportList = { rows: [], unread: [] };
  const seen = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const row = index + 1;
    const read = readEntry(entry, row);
    if (typeof read === 'string') list.unread.push({ row, ...shown(entry), reason: read });
    else {
      const first = seen.get(read.id);
      if (first === undefined) list.rows.push(read);
      else list.unread.push({ row, ...shown(entry), reason: `Entry ${first} has the same id.` });
      seen.set(read.id, first ?? row);
    }
  }
  return list;
}

function parseList(content: string): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new AppError('invalid', 'This is not valid JSON. Give the whole of repos.json, as it lies on disk.', {
      cause,
    });
  }
  if (!Array.isArray(parsed)) {
    throw new AppError('invalid', 'This is JSON, but no list: repos.json begins with a square bracket.');
  }
  if (parsed.length > MAX_ROWS) {
    throw new AppError(
      'limit',
      `The list has ${parsed.length} entries, and ${MAX_ROWS} are taken at once. Give it in parts.`,
    );
  }
  return parsed;
}

function readEntry(entry: unknown, row: number): (ImportRow & { id: string }) | string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'The entry is no object.';
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'cannot be read' };
    return `Its ${String(path[0] ?? 'entry')} ${message}.`;
  }
  const { id, url, added_at } = parsed.data;
  const names = parsed.data.name.split('/');
  if (names.length > 2 || !names.every((name) => repoName.safeParse(name).success)) {
    return 'Its name is none that a repository can have here: name, or organisation/name, of letters, digits, dots, dashes and underscores.';
  }
  const [org, name] = names.length === 2 ? names : [undefined, names[0]];
  const addedAt = timeOf(added_at);
  return {
    row,
    id: id.toLowerCase(),
    ...(url.startsWith('/') ? { path: url } : { url }),
    ...(org === undefined ? {} : { org }),
    ...(name === undefined ? {} : { name }),
    ...(addedAt === null ? {} : { addedAt }),
  };
}

/** Null for what is no time, and for one that no repository can have been added at. */
function timeOf(text: string | null | undefined): Date | null {
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) || at.getTime() < 0 || at.getTime() > Date.now() ? null : at;
}
