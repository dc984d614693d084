// What the index keeps of a file's content. The code that makes it is elsewhere: only worker threads load that.
import type { Context } from '@/lib/context';
import type { PackedSymbols } from '@/lib/text/symbols';
import type { Chunk } from './chunk';

/**
 * Raised with every change to what is kept of a file: words, language, decoding, symbols, chunks. What was indexed before is then
 * read anew by the next sync or audit of its repository, and served until that is done.
 */
const ANALYSIS_VERSION = 3;

/** By which rules files are analysed here, the server's own limit included. Without spaces. */
export function analysisKey(env: Pick<Context['env'], 'maxFileBytes'>): string {
  return `${ANALYSIS_VERSION}.${env.maxFileBytes}`;
}

export interface Analysis {
  language: string | null;
  isBinary: boolean;
  isGenerated: boolean;
  isVendored: boolean;
  isDocumentation: boolean;
  skipped: 'too_large' | 'binary' | 'lfs' | 'link' | 'unreadable' | null;
  lineCount: number;
  content: string | null;
  tsv: string | null;
  /** Words that the tsvector had no room for. */
  moreWords: string[] | null;
  /** What it defines and refers to; null if its syntax is not known or has nothing of either. */
  symbols: PackedSymbols | null;
  chunks: Chunk[];
}

/** What is kept of a file that is not looked into. */
export function unread(skipped: 'too_large' | 'link' | 'unreadable'): Analysis {
  return {
    language: null,
    isBinary: false,
    isGenerated: false,
    isVendored: false,
    isDocumentation: false,
    skipped,
    lineCount: 0,
    content: null,
    tsv: null,
    moreWords: null,
    symbols: null,
    chunks: [],
  };
}
