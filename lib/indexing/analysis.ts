// What the index keeps of a file's content. Apart from what makes it, which only worker threads load.
import type { Chunk } from './chunk';

export interface Analysis {
  language: string | null;
  isBinary: boolean;
  isGenerated: boolean;
  isVendored: boolean;
  skipped: 'too_large' | 'binary' | 'lfs' | 'link' | 'unreadable' | null;
  lineCount: number;
  content: string | null;
  tsv: string | null;
  /** Words that the tsvector had no room for. */
  moreWords: string[] | null;
  chunks: Chunk[];
}

/** What is kept of a file that is not looked into. */
export function unread(skipped: 'too_large' | 'link' | 'unreadable'): Analysis {
  return {
    language: null,
    isBinary: false,
    isGenerated: false,
    isVendored: false,
    skipped,
    lineCount: 0,
    content: null,
    tsv: null,
    moreWords: null,
    chunks: [],
  };
}
