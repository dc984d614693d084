// Builds a tsvector in TypeScript, because to_tsvector mangles code (`fooBar.baz_qux` becomes a host name).
import { definitionLexeme, eachWord, normaliseWord, quoteLexeme } from './tokenize';

/** Postgres keeps positions below 2^14; words after that share the last one. */
const MAX_POSITION = 16383;
/** Positions feed ts_rank alone (a phrase is proven on the text), where the n-th counts 1/n²: more only take room. */
const MAX_POSITIONS_PER_LEXEME = 4;
/** Postgres refuses a tsvector of 2^20 bytes; past this one no new words are taken. */
const MAX_BYTES = 900_000;
const SAFE = /^[a-z0-9_]+$/;

export interface TsvectorOptions {
  /** UTF-16 offsets where names begin that the text defines: their words weigh A, the words' parts B. */
  definitions?: ReadonlySet<number>;
  /** Counted down in UTF-8 bytes as Postgres counts them; for tests. */
  maxBytes?: number;
}

interface Entry {
  lexeme: string;
  positions: string[];
}

/**
 * The tsvector literal of `text`. A word and its parts stand at the same position, one position for each word.
 * Always accepted by Postgres: lexemes, positions and the whole are kept under its limits.
 */
export function toTsvector(text: string, options: TsvectorOptions = {}): string {
  const entries = new Map<string, Entry>();
  const known = new Map<string, Entry[]>();
  let position = 0;
  let budget = options.maxBytes ?? MAX_BYTES;

  const entryFor = (lexeme: string): Entry | undefined => {
    const existing = entries.get(lexeme);
    if (existing) return existing;
    // The lexeme itself, its header, padding and the count of its positions.
    const bytes = Buffer.byteLength(lexeme) + 8;
    if (bytes > budget) return undefined;
    budget -= bytes;
    const entry: Entry = { lexeme, positions: [] };
    entries.set(lexeme, entry);
    return entry;
  };

  eachWord(text, (start, end) => {
    if (position < MAX_POSITION) position++;
    const raw = text.slice(start, end);
    let targets = known.get(raw);
    if (!targets) {
      const { word, parts } = normaliseWord(raw);
      targets = [word, ...parts].map(entryFor).filter((entry) => entry !== undefined);
      known.set(raw, targets);
    }
    const isDefinition = options.definitions?.has(start) ?? false;
    for (let i = 0; i < targets.length; i++) {
      const weight = isDefinition ? (i === 0 ? 'A' : 'B') : '';
      budget -= addPosition(targets[i]!, position, weight, budget);
    }
    const definition = isDefinition && targets[0] ? entryFor(definitionLexeme(targets[0].lexeme)) : undefined;
    if (definition?.positions.length === 0) budget -= addPosition(definition, position, '', budget);
  });
  return Array.from(entries.values(), write).join(' ');
}

/** Returns the bytes that the position takes. A definition is never crowded out by mere uses. */
function addPosition(entry: Entry, position: number, weight: string, budget: number): number {
  const { positions } = entry;
  if (positions.length > 0 && (positions.length >= MAX_POSITIONS_PER_LEXEME || budget < 2)) {
    if (weight) positions[positions.length - 1] = position + weight;
    return 0;
  }
  if (position === MAX_POSITION && !weight && positions.length > 0) return 0;
  positions.push(position + weight);
  return 2;
}

function write(entry: Entry): string {
  const lexeme = SAFE.test(entry.lexeme) ? entry.lexeme : quoteLexeme(entry.lexeme);
  return `${lexeme}:${entry.positions.join(',')}`;
}
