// Makes of one file everything the index keeps of it. For worker threads.
import { parseSyntax } from '@/lib/indexing/syntax/parse';
import { findSymbols } from '@/lib/indexing/syntax/symbols';
import { countLines } from '@/lib/text/lines';
import { packSymbols } from '@/lib/text/symbols';
import { toTsvector } from '@/lib/text/tsvector';
import type { Analysis } from './analysis';
import { chunk } from './chunk';
import { classify } from './classify';
import type { Language } from './language';
import { readClass } from './path-class';

/** Data is chunked up to this length: a long table has no meaning to embed. */
const MAX_CHUNKED_DATA = 32 * 1024;

/** Classifies, tokenises and chunks a content as its class asks for; without looking at its syntax if `isPlain`. */
export async function analyze(
  pathClass: string,
  bytes: Buffer,
  options: { isPlain?: boolean } = {},
): Promise<Analysis> {
  const { text, language, ...flags } = classify(readClass(pathClass), bytes);
  const known = { ...flags, language: language?.name ?? null };
  if (text === null)
    return { ...known, lineCount: 0, content: null, tsv: null, moreWords: null, symbols: null, chunks: [] };
  const isWritten = !flags.isGenerated;
  const syntax = isWritten && language && !options.isPlain ? await parseSyntax(language.name, text) : null;
  try {
    const found = syntax && language ? findSymbols(syntax, text, language.name) : null;
    const hasSymbols = found && found.definitions.length + found.references.length > 0;
    return {
      ...known,
      lineCount: countLines(text),
      content: text,
      ...toTsvector(text, found ? { definitions: found.offsets } : {}),
      symbols: hasSymbols ? packSymbols(found.definitions, found.references) : null,
      chunks: isWritten && isChunked(language, text) ? chunk(text, syntax?.roots ?? []) : [],
    };
  } finally {
    syntax?.delete();
  }
}

function isChunked(language: Language | null, text: string): boolean {
  return language?.type !== 'data' || text.length <= MAX_CHUNKED_DATA;
}
