// Looks at the texts of the best candidates, within bounds, and orders them by what those show.
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import type { Asked } from './asked';
import { type Evidence, findEvidence, NO_EVIDENCE } from './evidence';
import { compareRanked, type Ranked, toRanked } from './rank';
import { MAX_TEXT, readBeginnings } from './read-beginnings';
import { secondScore } from './score';

/** Texts looked at. */
const MAX_TEXTS = 40;
/** Bytes of them, all together. */
const MAX_TEXT_BYTES = 1024 ** 2;
/** Further texts that are looked through for the words side by side, and their bytes. */
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
  const { read, scanned } = withinBounds(ordered, phrase !== null);
  const { texts, holding } = await readBeginnings(tx, read, { scanned, phrase: phrase ?? '' });
  const seen = new Map<string, Evidence>();
  for (const id of holding) seen.set(id, { ...NO_EVIDENCE, nearness: 'adjacent' });
  for (const [id, { text }] of texts) seen.set(id, findEvidence(text, asked.slots));
  const again = ordered.map((result, place) => {
    const evidence = place < MAX_SCANNED ? seen.get(result.blobId) : undefined;
    return evidence ? toRanked(result, result.repo, secondScore(result, asked, evidence)) : result;
  });
  const whole = [...texts].filter(([, { isWhole }]) => isWhole).map(([id, { text }]) => [id, text] as const);
  return { ordered: again.sort(compareRanked), texts: new Map(whole) };
}

/** The blobs whose texts are read, and those that are only scanned: by what is known of their sizes. */
function withinBounds(ordered: Ranked[], isScanning: boolean): { read: string[]; scanned: string[] } {
  const read = new Set<string>();
  const scanned = new Set<string>();
  let textBytes = 0;
  let bytes = 0;
  for (const { blobId, bytes: size } of ordered.slice(0, isScanning ? MAX_SCANNED : MAX_TEXTS)) {
    if (size === 0 || read.has(blobId) || scanned.has(blobId)) continue;
    textBytes += Math.min(size, MAX_TEXT);
    bytes += size;
    if (read.size < MAX_TEXTS && textBytes <= MAX_TEXT_BYTES) read.add(blobId);
    else if (bytes <= MAX_SCANNED_BYTES) scanned.add(blobId);
    else break;
  }
  return { read: [...read], scanned: isScanning ? [...scanned] : [] };
}
