// Looks at the texts of the best candidates, within bounds, and orders them by what those show.
import { sql } from 'drizzle-orm';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import type { Asked } from './asked';
import { type Evidence, findEvidence, NO_EVIDENCE } from './evidence';
import { compareRanked, type Ranked } from './rank';
import { secondScore } from './score';

/** Texts looked at. */
const MAX_TEXTS = 40;
/** Bytes of them, all together. */
const MAX_TEXT_BYTES = 1024 ** 2;
/** Of a longer text the beginning counts. */
const MAX_TEXT = 128 * 1024;
/** Further texts that the database looks through for the words side by side, and their bytes. */
const MAX_SCANNED = 400;
const MAX_SCANNED_BYTES = 6 * 1024 ** 2;

/** Whole texts that were read, by blob id: a page shows most of them, and need not read them again. */
export type Texts = ReadonlyMap<string, string>;

const NO_TEXTS: Texts = new Map();

/** `ordered`: best first by what is known without texts. */
export async function lookAgain(
  tx: SearchTransaction,
  ordered: Ranked[],
  asked: Asked,
): Promise<{ ordered: Ranked[]; texts: Texts }> {
  if (asked.slots.length === 0 || ordered.length < 2) return { ordered, texts: NO_TEXTS };
  const phrase = asked.words && asked.words.length > 1 ? asked.words.join(' ') : null;
  const { seen, texts } = await readEvidence(
    tx,
    ordered.slice(0, phrase === null ? MAX_TEXTS : MAX_SCANNED),
    asked,
    phrase,
  );
  const again = ordered.map((result, place) => {
    const evidence = place < MAX_SCANNED ? seen.get(result.blobId) : undefined;
    return evidence ? { ...result, score: secondScore(result, asked, evidence) } : result;
  });
  return { ordered: again.sort(compareRanked), texts };
}

async function readEvidence(
  tx: SearchTransaction,
  results: Ranked[],
  asked: Asked,
  phrase: string | null,
): Promise<{ seen: Map<string, Evidence>; texts: Texts }> {
  const ids = [...new Set(results.map((result) => result.blobId))];
  const isText = sql`b.place <= ${MAX_TEXTS} and b.text_bytes <= ${MAX_TEXT_BYTES}`;
  const isScanned =
    phrase === null
      ? sql`false`
      : sql`b.bytes <= ${MAX_SCANNED_BYTES} and strpos(lower(b.content collate "C"), ${phrase}) > 0`;
  const rows = await tx.execute<{ id: string; text: string | null; is_whole: boolean }>(sql`
    select b.id::text as id, case when b.is_text then left(b.content, ${MAX_TEXT}) end as text,
      octet_length(b.content) <= ${MAX_TEXT} as is_whole
    from (select b.*, ${isText} as is_text
      from (select b.id, b.content, asked.place,
          sum(least(octet_length(b.content), ${MAX_TEXT})) over (order by asked.place) as text_bytes,
          sum(octet_length(b.content)) over (order by asked.place) as bytes
        from unnest(${`{${ids.join(',')}}`}::bigint[]) with ordinality as asked (id, place)
        join blobs b on b.id = asked.id where b.content is not null offset 0) b offset 0) b
    where case when b.is_text then true else ${isScanned} end`);
  const seen = new Map<string, Evidence>();
  const texts = new Map<string, string>();
  for (const { id, text, is_whole: isWhole } of rows) {
    seen.set(id, text === null ? { ...NO_EVIDENCE, nearness: 'adjacent' } : findEvidence(text, asked.slots));
    if (text !== null && isWhole) texts.set(id, text);
  }
  return { seen, texts };
}
