// Builds a tsvector in TypeScript, because to_tsvector mangles code (`fooBar.baz_qux` becomes a host name).
import { definitionLexeme, eachWord, normaliseWord, quoteLexeme } from './tokenize';

/** Uses from which on a file is taken to be about a word. */
const FREQUENT = 4;
/** Longer names are seldom common enough to need a lexeme for their definitions, and many enough to fill an index. */
const MAX_DEFINITION_LENGTH = 16;
/** Postgres refuses a tsvector of 2^20 bytes; past this one no new words are taken. */
const MAX_BYTES = 900_000;
/** Of a lexeme beside its text: header, padding, and its one position. */
const LEXEME_BYTES = 10;
const PLAIN = /^[a-z0-9_]+$/;

export interface TsvectorOptions {
  /** UTF-16 offsets where names begin that the text defines: their words weigh A, the words' parts B. */
  definitions?: ReadonlySet<number>;
  /** Counted down in UTF-8 bytes as Postgres counts them; for tests. */
  maxBytes?: number;
}

interface Entry {
  lexeme: string;
  /** Needs no quotes. */
  isPlain: boolean;
  uses: number;
  isDefined: boolean;
  isPartOfDefined: boolean;
}

/**
 * The tsvector literal of `text`: its words and their parts. Weights say what the text has to do with a word: A defines
 * it, B defines a name that it is part of, C uses it often, none uses it. There are no positions: a phrase is proven on
 * the text, and they would take a sixth of the text's size. Always within Postgres's limits.
 */
export function toTsvector(text: string, options: TsvectorOptions = {}): string {
  const entries = new Map<string, Entry>();
  const known = new Map<string, Entry[]>();
  let budget = options.maxBytes ?? MAX_BYTES;

  const entryFor = (lexeme: string): Entry | undefined => {
    const existing = entries.get(lexeme);
    if (existing) return existing;
    const isPlain = PLAIN.test(lexeme);
    const bytes = (isPlain ? lexeme.length : Buffer.byteLength(lexeme)) + LEXEME_BYTES;
    if (bytes > budget) return undefined;
    budget -= bytes;
    const entry: Entry = { lexeme, isPlain, uses: 0, isDefined: false, isPartOfDefined: false };
    entries.set(lexeme, entry);
    return entry;
  };

  const entriesOf = (raw: string): Entry[] => {
    const { word, parts } = normaliseWord(raw);
    const found: Entry[] = [];
    for (let i = -1; i < parts.length; i++) {
      const entry = entryFor(i < 0 ? word : parts[i]!);
      if (entry) found.push(entry);
    }
    return found;
  };

  eachWord(text, (start, end) => {
    const raw = text.slice(start, end);
    let targets = known.get(raw);
    if (!targets) {
      targets = entriesOf(raw);
      known.set(raw, targets);
    }
    for (const target of targets) target.uses++;
    if (options.definitions?.has(start)) markDefined(targets, entryFor);
  });
  let literal = '';
  for (const entry of entries.values()) literal += literal ? ` ${write(entry)}` : write(entry);
  return literal;
}

function markDefined([whole, ...parts]: Entry[], entryFor: (lexeme: string) => Entry | undefined): void {
  if (!whole) return;
  whole.isDefined = true;
  for (const part of parts) part.isPartOfDefined = true;
  if (whole.lexeme.length <= MAX_DEFINITION_LENGTH) entryFor(definitionLexeme(whole.lexeme));
}

/** A weight needs a position to stand at: it is always 1. */
function write({ lexeme, isPlain, uses, isDefined, isPartOfDefined }: Entry): string {
  const literal = isPlain ? lexeme : quoteLexeme(lexeme);
  if (isDefined) return `${literal}:1A`;
  if (isPartOfDefined) return `${literal}:1B`;
  return uses >= FREQUENT ? `${literal}:1C` : literal;
}
