// Conditions on the names that files define, answered by an index of their own: whole names, beginnings and patterns.
import { type SQL, sql } from 'drizzle-orm';
import { definitionLexeme, quoteLexeme } from '@/lib/text/tokenize';
import { escapeLike, escapeRegex, isNamePattern } from '../../query/glob';
import { replaceUnstable } from './trigrams';
import { toLexeme } from './words';

export interface NamePattern {
  /**
   * `exact`: the whole name; `prefix`: its beginning; `literal`: any piece of it; `glob`: the whole name, with `*` and
   * `?`; `regex`: a regular expression as Postgres reads it, `^` and `$` being the name's ends.
   */
  kind: 'exact' | 'prefix' | 'literal' | 'glob' | 'regex';
  /** Not empty, without line ends. */
  text: string;
  matchCase: boolean;
}

/** The condition on `blob_symbols s` that a name which is defined there fits. */
export function definesName({ kind, text, matchCase }: NamePattern): SQL {
  if (kind === 'regex') return matchesLine(text, matchCase);
  if (kind === 'glob') return matchesLine(`^${globBody(text)}$`, matchCase);
  const piece = `${kind === 'literal' ? '' : '\n'}${text}${kind === 'exact' ? '\n' : ''}`;
  const like = likeNames(piece, matchCase);
  if (replaceUnstable(piece, '') === piece) return like;
  return matchCase
    ? sql`(${like} and strpos(s.names, ${piece}) > 0)`
    : sql`(${like} and strpos(lower(s.names), lower(${piece}::text collate "C")) > 0)`;
}

/** The condition on `blobs b` that the file defines a name which fits: for few files, each looked up by its own. */
export function definedInBlob(pattern: NamePattern): SQL {
  return sql`exists (select 1 from blob_symbols s
    where s.repo_id = b.repo_id and s.blob_id = b.id and ${definesName(pattern)})`;
}

/**
 * The same, for the index to begin with: a query that gives `repo_id` and `blob_id` of all files that define a name which
 * fits. `within`: further conditions on `blob_symbols s`.
 */
export function blobsDefining(pattern: NamePattern, within: SQL[] = []): SQL {
  return sql`select s.repo_id, s.blob_id from blob_symbols s
    where ${sql.join([definesName(pattern), ...within], sql` and `)}`;
}

/** Whether a name fits, as `definesName` tells; not for regular expressions, which the database reads in its own way. */
export function nameFits({ kind, text, matchCase }: NamePattern & { kind: Exclude<NamePattern['kind'], 'regex'> }) {
  if (kind === 'glob') {
    const regex = new RegExp(`^${globBody(text)}$`, matchCase ? 'u' : 'iu');
    return (name: string) => regex.test(name);
  }
  const wanted = fold(text, matchCase);
  return (name: string) => {
    const folded = fold(name, matchCase);
    if (kind === 'exact') return folded === wanted;
    return kind === 'prefix' ? folded.startsWith(wanted) : folded.includes(wanted);
  };
}

/** The database folds these names by ASCII alone. */
function fold(text: string, matchCase: boolean): string {
  return matchCase ? text : text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

function globBody(glob: string): string {
  return glob
    .split(/([*?])/)
    .map((piece) => (piece === '*' ? '[^\\n]*' : piece === '?' ? '[^\\n]' : escapeRegex(piece)))
    .join('');
}

/** `n`: lines are what `^`, `$` and `.` know. */
function matchesLine(regex: string, matchCase: boolean): SQL {
  const pattern = `(?n)${regex}`;
  return matchCase ? sql`s.names ~ ${pattern}` : sql`s.names ~* ${pattern}`;
}

function likeNames(piece: string, matchCase: boolean): SQL {
  const pattern = `%${replaceUnstable(escapeLike(piece), '_')}%`;
  return matchCase ? sql`s.names like ${pattern}` : sql`s.names ilike ${pattern}`;
}

/**
 * The condition on `blobs b` that a text defines `name` in any case, or one that fits it if it has `*` or `?`. A whole name
 * is answered by the word index.
 */
export function definesSymbol(name: string): SQL {
  if (isNamePattern(name)) return definedInBlob({ kind: 'glob', text: name, matchCase: false });
  const lexeme = definitionLexeme(toLexeme(name));
  return sql`(b.tsv @@ ${quoteLexeme(lexeme)}::tsquery or b.more_words @> array[${lexeme}]::text[])`;
}
