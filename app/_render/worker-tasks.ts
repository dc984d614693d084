// What rendering threads do: work on hostile text whose time nobody can tell beforehand.
import { type FileMarks, markFile } from '@/lib/search/show/mark-file';
import { loadGrammar, type Token, tokenise } from './tokenise';

export { type MarkdownTask, renderMarkdown } from './render-markdown';

export interface ColourTask {
  texts: string[];
  /** Linguist's name. */
  language: string;
}

/** Tokens of each line of each text; null if the language has no grammar. `begin` is called once it is loaded. */
export async function colourTexts({ texts, language }: ColourTask, begin: () => void): Promise<Token[][][] | null> {
  await loadGrammar(language);
  begin();
  const coloured: Token[][][] = [];
  for (const text of texts) {
    const tokens = await tokenise(text, language);
    if (!tokens) return null;
    coloured.push(tokens);
  }
  return coloured;
}

export interface MarkTask {
  text: string;
  query: string;
}

export async function markText({ text, query }: MarkTask): Promise<FileMarks> {
  return markFile(text, query);
}
