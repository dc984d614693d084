// What a query finds in a file: at once in most, in a thread of its own in a long one, which must hold nobody else up.
import { type FileMarks, markFile } from '@/lib/search/show/mark-file';
import { markText } from './threads';

/** UTF-16 units that are looked through at once, as many as search takes of each result. */
const MAX_AT_ONCE = 131_072;

/** Null if it takes too long. */
export async function fileMarks(text: string, query: string): Promise<FileMarks | null> {
  return text.length <= MAX_AT_ONCE ? markFile(text, query) : await markText({ text, query });
}
