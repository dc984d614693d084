// Turns the value of a filter into a condition on text: a substring, a glob or a regular expression, by its look.
import { type SQL, sql } from 'drizzle-orm';
import { compileRegex, isRegexError } from '@/lib/search/regex/compile';
import { toPostgres } from '@/lib/search/regex/to-postgres';

/** Escapes what LIKE would read as a wildcard. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Escapes what a regular expression, here and in Postgres, would read as anything but itself. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The condition that `column` holds `text` anywhere. */
export function contains(column: SQL, text: string, matchCase: boolean): SQL {
  const pattern = `%${escapeLike(text)}%`;
  return matchCase ? sql`${column} like ${pattern}` : sql`${column} ilike ${pattern}`;
}

/**
 * A value with `*` or `?` is a glob, unless each of them follows what a regular expression repeats (`.*`, `)?`). Other
 * signs of regular expressions make it one. A dot by itself is a dot.
 */
export function isGlob(value: string): boolean {
  return /[*?]/.test(value) && !isRegexLike(value);
}

/** True for a name that stands for several, as in `sym:parse*`: names have neither sign. */
export function isNamePattern(name: string): boolean {
  return /[*?]/.test(name);
}

function isRegexLike(value: string): boolean {
  return /[\\^$+()[\]{}|]/.test(value) || (/[*?]/.test(value) && !/(?:^|[^.)\]}])[*?]/.test(value));
}

/** What keeps a value that looks like a regular expression from being one; null if nothing does, or it does not look so. */
export function patternError(value: string): string | null {
  if (!isRegexLike(value)) return null;
  const compiled = compileRegex(value, { ignoreCase: false });
  if (isRegexError(compiled)) return compiled.error;
  return toPostgres(value) === null ? 'it repeats too much, or has a part that works in texts alone' : null;
}

/** True for a value that stands for itself. */
export function isPlainName(value: string): boolean {
  return !isGlob(value) && !isRegexLike(value);
}

function isRegex(value: string): boolean {
  return isRegexLike(value) && patternError(value) === null;
}

/**
 * The regular expression of a glob over slash-separated names. `*` and `?` stay within a name, `**` crosses slashes.
 * A leading slash ties it to the start; else it may begin at any name.
 */
export function globToRegex(glob: string): string {
  const anchored = glob.startsWith('/');
  const body = glob
    .slice(anchored ? 1 : 0)
    // Repeats say nothing more, and cost the matcher much.
    .replace(/(?:\*\*\/){2,}/g, '**/')
    .replace(/\*{3,}/g, '**')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((piece) => WILDCARDS.get(piece) ?? escapeRegex(piece))
    .join('');
  return `${anchored ? '^' : '(^|/)'}${body}$`;
}

const WILDCARDS = new Map([
  ['**/', '(.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);

/** The condition that a path or a repository's `org/name` in `column` fits the value of a filter. */
export function fits(column: SQL, value: string, matchCase: boolean): SQL {
  if (isGlob(value)) return matches(column, globToRegex(value), matchCase);
  if (isRegex(value)) return matches(column, toPostgres(value)!, matchCase);
  if (value.startsWith('/') && value.length > 1) {
    return matches(column, `(^|/)${escapeRegex(value.slice(1))}`, matchCase);
  }
  return contains(column, value, matchCase);
}

/** Whether a name fits the value of a filter, in any case: what `fits` asks of the database. */
export function nameFits(name: string, value: string): boolean {
  if (isGlob(value)) return new RegExp(globToRegex(value), 'i').test(name);
  if (isRegex(value)) {
    const compiled = compileRegex(value, { ignoreCase: true });
    return !isRegexError(compiled) && compiled.test(name);
  }
  if (value.startsWith('/') && value.length > 1) return `/${name}`.toLowerCase().includes(value.toLowerCase());
  return name.toLowerCase().includes(value.toLowerCase());
}

/** The condition that `column` matches a regular expression. */
export function matches(column: SQL, regex: string, matchCase: boolean): SQL {
  return matchCase ? sql`${column} ~ ${regex}` : sql`${column} ~* ${regex}`;
}
