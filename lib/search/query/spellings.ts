// The ways in which a piece of text may be spelled elsewhere: in another case, or composed otherwise.
import { foldCase } from '@/lib/text/tokenize';

/**
 * Each usual spelling once, as typed first: every case, each as it comes, composed and taken apart. Of several that
 * differ only in the case of ASCII letters one is enough, because the search for them ignores that case.
 */
export function spellings(text: string): string[] {
  if (/^[\0-\x7f]*$/.test(text)) return [text];
  const lower = text.toLowerCase();
  const capital = lower.replace(/^\P{L}*\p{L}\p{M}*/u, (start) => start.toUpperCase());
  const cases = [text, lower, foldCase(text), capital, text.toUpperCase()];
  const all = new Map<string, string>();
  for (const spelling of cases.flatMap((one) => [one, one.normalize('NFC'), one.normalize('NFD')])) {
    const key = spelling.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (!all.has(key)) all.set(key, spelling);
  }
  return [...all.values()];
}
