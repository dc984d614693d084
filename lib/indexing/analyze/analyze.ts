// Makes of one file everything the index keeps of it. For worker threads.
import { countLines } from '@/lib/text/lines';
import { toTsvector } from '@/lib/text/tsvector';
import type { Analysis } from './analysis';
import { chunk } from './chunk';
import { classify } from './classify';
import type { Language } from './language';
import { readClass } from './path-class';
import { definitions } from './symbols';
import { parseSyntax } from './syntax';

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
  if (text === null) return { ...known, lineCount: 0, content: null, tsv: null, moreWords: null, chunks: [] };
  const isWritten = !flags.isGenerated;
  const tree = isWritten && language && !options.isPlain ? await parseSyntax(language.name, text) : null;
  try {
    // One root for both: it keeps the children that were read once.
    const root = tree?.rootNode ?? null;
    return {
      ...known,
      lineCount: countLines(text),
      content: text,
      ...toTsvector(text, root ? { definitions: definitions(root) } : {}),
      chunks: isWritten && isChunked(language, text) ? chunk(text, root) : [],
    };
  } finally {
    tree?.delete();
  }
}

function isChunked(language: Language | null, text: string): boolean {
  return language?.type !== 'data' || text.length <= MAX_CHUNKED_DATA;
}
