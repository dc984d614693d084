// Symbols found as words, where no syntax is known: by the look of their lines.
import { sql } from 'drizzle-orm';
import { definesAt } from '@/lib/search/rank/defines';
import { nameFits } from '@/lib/search/retrieve/predicates/symbols';
import { withinScope } from '@/lib/search/retrieve/scope/scope';
import { refKey, refsOf } from '@/lib/search/retrieve/scope/scoped-ref';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot/snapshot';
import { endOfLine } from '@/lib/text/lines';
import { eachWord } from '@/lib/text/tokenize';
import { type Asked, and, type Looked, patternOf, placed, wordsOf } from './by-syntax';
import type { Candidate } from './symbol';

/** Texts that are looked through for one question, and places that are taken of each. */
const MAX_FILES = 60;
const MAX_PER_FILE = 20;
/** UTF-16 units of a line around a name that its look is told by. */
const MAX_BEFORE = 200;
const MAX_AFTER = 300;
/** What is no code speaks of names, and neither defines nor uses them. */
const PROSE = ['Markdown', 'Text', 'reStructuredText', 'AsciiDoc'];

interface Row extends Record<string, unknown> {
  repo_id: string;
  ref: string;
  path: string;
  content: string;
  language: string | null;
  is_vendored: boolean;
  is_generated: boolean;
}

/** `isEverywhere`: in prose, and in files whose syntax is known as well. A name that is no single word is not found. */
export async function findByWords(
  tx: SearchTransaction,
  asked: Asked,
  { role, isEverywhere }: { role: Candidate['role']; isEverywhere: boolean },
): Promise<Looked> {
  const pattern = patternOf(asked.name);
  const words = pattern.kind === 'exact' ? wordsOf(pattern) : null;
  if (words === null) return { candidates: [], isCapped: false };
  const within = withinScope(asked.scope);
  const isUnknown = sql`not exists (select 1 from blob_symbols s where s.repo_id = b.repo_id and s.blob_id = b.id)
    and b.language is not null and b.language not in (${sql.join(
      PROSE.map((language) => sql`${language}`),
      sql`, `,
    )})`;
  const rows = await tx.execute<Row>(sql`
    select b.repo_id, f.ref, f.path, b.content, b.language, b.is_vendored, b.is_generated
    from (select b.id, b.repo_id, b.content, b.language, b.is_vendored, b.is_generated from blobs b
      where ${and([words, ...within.blobs, ...(isEverywhere ? [] : [isUnknown])])} offset 0) b
    cross join lateral (select f.ref, f.path from files f
      where f.repo_id = b.repo_id and f.blob_id = b.id and ${and(within.files)} offset 0) f
    limit ${MAX_FILES + 1}`);
  const read = rows.slice(0, MAX_FILES).map((row) => ({ ...row, repoId: row.repo_id }));
  const refs = await refsOf(tx, asked.scope, read);
  const fits = nameFits(pattern);
  const candidates: Candidate[] = [];
  for (const row of read) {
    const ref = refs.get(refKey(row));
    if (!ref) continue;
    for (const { name, line, column } of placesIn(row.content, fits, role === 'definition')) {
      candidates.push({
        name,
        kind: role === 'definition' ? 'variable' : 'other',
        role,
        scope: null,
        line,
        column,
        end_line: line,
        is_public: false,
        ...placed(row, ref, column + name.length),
        label: 'search',
      });
    }
  }
  return { candidates, isCapped: rows.length > MAX_FILES };
}

interface Found {
  name: string;
  line: number;
  column: number;
}

/** Where names that fit stand in a text as whole words: on lines that look as if they defined them, or on all others. */
function placesIn(text: string, fits: (name: string) => boolean, isDefinition: boolean): Found[] {
  const found: Found[] = [];
  let line = 1;
  let counted = 0;
  eachWord(text, (start, end) => {
    if (found.length >= MAX_PER_FILE) return;
    const name = text.slice(start, end);
    if (!fits(name)) return;
    for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', counted)) {
      counted = at + 1;
      line++;
    }
    const before = text.slice(Math.max(counted, start - MAX_BEFORE), start);
    const after = text.slice(end, Math.min(endOfLine(text, end), end + MAX_AFTER));
    if (definesAt(before, after) === isDefinition) found.push({ name, line, column: start - counted });
  });
  return found;
}
