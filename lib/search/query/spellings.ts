// The ways in which a piece of text may be spelled elsewhere: in another case, or composed otherwise.
import { foldCase } from '@/lib/text/tokenize';

/** Each usual spelling once, as typed first. What differs in the case of ASCII letters alone may be left out. */
export function spellings(text: string): string[] {
  if (/^[\0-\x7f]*$/.test(text)) return [text];
  const lower = text.toLowerCase();
  const capital = lower.replace(/^\P{L}*\p{L}/u, (start) => start.toUpperCase());
  const cases = [text, lower, foldCase(text), capital, text.toUpperCase()];
  return [...new Set([...cases, lower.normalize('NFC'), lower.normalize('NFD')])];
}
