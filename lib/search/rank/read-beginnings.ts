// Reads the texts that ranking looks at: from what is kept in this process, else from the database, in one query.
import { sql } from 'drizzle-orm';
import { escapeRegex } from '../query/glob';
import { keptTexts, MAX_KEPT_TEXT } from '../retrieve/snapshot/kept-texts';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';

/** Bytes, or characters, of a text that count. */
export const MAX_TEXT = MAX_KEPT_TEXT;
const ASCII = /^[\0-\x7f]*$/;

interface Beginning {
  text: string;
  isWhole: boolean;
}

/** The texts of `read`, and which of `scanned` hold `phrase`, which is in lowercase, in any case of ASCII letters. */
export async function readBeginnings(
  tx: SearchTransaction,
  read: string[],
  { scanned, phrase }: { scanned: string[]; phrase: string },
): Promise<{ texts: Map<string, Beginning>; holding: string[] }> {
  const kept = keptTexts(tx);
  const texts = new Map<string, Beginning>();
  const unread: string[] = [];
  for (const id of read) {
    const text = kept.get(id);
    if (text === undefined) unread.push(id);
    else texts.set(id, { text, isWhole: true });
  }
  // Without the flag `u` no other letter is taken for one of ASCII, as in the database.
  const pattern = ASCII.test(phrase) ? new RegExp(escapeRegex(phrase), 'i') : null;
  const holding: string[] = [];
  const unscanned: string[] = [];
  for (const id of scanned) {
    const text = pattern ? kept.get(id) : undefined;
    if (text === undefined) unscanned.push(id);
    else if (pattern?.test(text)) holding.push(id);
  }
  if (unread.length + unscanned.length === 0) return { texts, holding };
  const rows = await tx.execute<{ id: string; text: string | null; is_whole: boolean }>(sql`
    select b.id::text as id, left(b.content, ${MAX_TEXT}) as text, octet_length(b.content) <= ${MAX_TEXT} as is_whole
    from blobs b where b.id = any(${idList(unread)}) and b.content is not null
    union all
    select b.id::text, null, false
    from (select b.id, b.content from blobs b where b.id = any(${idList(unscanned)}) offset 0) b
    where strpos(lower(b.content collate "C"), ${phrase}) > 0`);
  for (const { id, text, is_whole: isWhole } of rows) {
    if (text === null) holding.push(id);
    else {
      texts.set(id, { text, isWhole });
      if (isWhole) kept.keep(id, text);
    }
  }
  return { texts, holding };
}

/** One parameter however many there are, so that the statement is one and the same. */
function idList(ids: string[]) {
  return sql`${`{${ids.join(',')}}`}::bigint[]`;
}
