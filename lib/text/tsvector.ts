// Builds a tsvector in TypeScript, because to_tsvector mangles code (`fooBar.baz_qux` becomes a host name).
import { definitionLexeme, eachWord, normaliseWord, quoteLexeme } from './tokenize';

/** A file that uses a word this often is taken to be about it. */
const FREQUENT = 4;
/** Longer names are seldom common enough to need a lexeme for their definitions, and many enough to fill an index. */
const MAX_DEFINITION_LENGTH = 16;
/** Postgres refuses a tsvector of 2^20 bytes; words past this are left over. */
const MAX_BYTES = 1_040_000;
/** Of a lexeme beside its text: padding, and its one position. */
const LEXEME_BYTES = 6;
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

export interface WordIndex {
  /** A tsvector literal, always within Postgres's limits. */
  tsv: string;
  /** The lexemes that the tsvector had no room for; null if it has them all. */
  moreWords: string[] | null;
}

/**
 * The words of `text` and their parts. Weights say what the text has to do with a word: A defines it, B defines a name
 * that it is part of, C uses it often, none uses it. There are no positions: a phrase is proven on the text, and they
 * would take a sixth of the text's size.
 */
export function toTsvector(text: string, options: TsvectorOptions = {}): WordIndex {
  const entries = new Map<string, Entry>();
  const leftOver = new Set<string>();
  const known = new Map<string, Entries>();
  let budget = options.maxBytes ?? MAX_BYTES;

  const entryFor = (lexeme: string): Entry | undefined => {
    const existing = entries.get(lexeme);
    if (existing) return existing;
    const isPlain = PLAIN.test(lexeme);
    const bytes = (isPlain ? lexeme.length : Buffer.byteLength(lexeme)) + LEXEME_BYTES;
    if (bytes > budget) {
      leftOver.add(lexeme);
      return undefined;
    }
    budget -= bytes;
    const entry: Entry = { lexeme, isPlain, uses: 0, isDefined: false, isPartOfDefined: false };
    entries.set(lexeme, entry);
    return entry;
  };

  const entriesOf = (raw: string): Entries => {
    const { word, written, parts } = normaliseWord(raw);
    const whole = entryFor(word);
    const rest = written === word ? parts : [...parts, written];
    return [whole, ...rest.map(entryFor)];
  };

  eachWord(text, (start, end) => {
    const raw = text.slice(start, end);
    let targets = known.get(raw);
    if (!targets) {
      targets = entriesOf(raw);
      known.set(raw, targets);
    }
    for (const target of targets) if (target) target.uses++;
    if (options.definitions?.has(start)) markDefined(targets, entryFor);
  });
  let literal = '';
  for (const entry of entries.values()) literal += literal ? ` ${write(entry)}` : write(entry);
  return { tsv: literal, moreWords: leftOver.size > 0 ? [...leftOver] : null };
}

/** Of a word, then of its parts; undefined if there was no room. */
type Entries = (Entry | undefined)[];

function markDefined([whole, ...parts]: Entries, entryFor: (lexeme: string) => Entry | undefined): void {
  if (!whole) return;
  whole.isDefined = true;
  for (const part of parts) if (part) part.isPartOfDefined = true;
  if (whole.lexeme.length <= MAX_DEFINITION_LENGTH) entryFor(definitionLexeme(whole.lexeme));
}

/** A weight needs a position to stand at: it is always 1. */
function write({ lexeme, isPlain, uses, isDefined, isPartOfDefined }: Entry): string {
  const literal = isPlain ? lexeme : quoteLexeme(lexeme);
  if (isDefined) return `${literal}:1A`;
  if (isPartOfDefined) return `${literal}:1B`;
  return uses >= FREQUENT ? `${literal}:1C` : literal;
}
