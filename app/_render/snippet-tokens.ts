// The colours of lines among search results, made once per text and language.
import { createHash } from 'node:crypto';
import { Memory, type Rendered } from './memory';
import { openComment } from './open-comment';
import { colourTexts } from './threads';
import type { Token } from './tokenise';

/** UTF-16 units of text whose colours are kept in memory. */
const MAX_LENGTH = 2 * 1024 * 1024;

const memory = new Memory<Token[][][]>(MAX_LENGTH, (texts) =>
  texts.flat(2).reduce((sum, [, text]) => sum + text.length + 8, 0),
);

/** Tokens of each line of each text; null if there are none, or they take too long. */
export async function snippetTokens(texts: string[], language: string | null): Promise<Token[][][] | null> {
  if (language === null || texts.length === 0) return null;
  const key = createHash('sha256')
    .update(JSON.stringify([language, texts]))
    .digest('base64');
  return await memory.get(key, () => colourPieces(texts, language));
}

async function colourPieces(texts: string[], language: string): Promise<Rendered<Token[][][]>> {
  const openings = texts.map((text) => openComment(text, language));
  const whole = texts.map((text, i) => (openings[i] ? `${openings[i]}\n${text}` : text));
  const coloured = await colourTexts({ texts: whole, language });
  if (coloured === null || coloured === 'busy') return coloured;
  return coloured.map((lines, i) => (openings[i] ? lines.slice(1) : lines));
}
