// Whether a definition is seen outside of its file, as far as the words before its name tell.
import type { SymbolKind } from '@/lib/text/symbols';

interface Named {
  name: string;
  kind: SymbolKind;
}

/** As far as modifiers may stand before a name, in UTF-16 units. */
const MAX_BEFORE = 200;
const EXPORTS = /\b(?:pub|export|public|open)\b/;
const HIDES = /\b(?:private|fileprivate|local|static)\b/;

/** Languages in which all is seen that is not hidden, and what hides it there; all others say what is seen. */
const HIDDEN_BY: Readonly<Record<string, RegExp>> = {
  C: HIDES,
  'C++': HIDES,
  Cuda: HIDES,
  Dart: /(?!)/,
  Elixir: /\bdefp|\bdefmacrop/,
  Kotlin: /\b(?:private|internal)\b/,
  Lua: /\blocal\b/,
  PHP: /\b(?:private|protected)\b/,
  Ruby: /(?!)/,
  Scala: /\b(?:private|protected)\b/,
  Shell: /(?!)/,
};
const UNDERSCORED: ReadonlySet<string> = new Set(['Dart', 'Python']);
const ECMA: ReadonlySet<string> = new Set(['JavaScript', 'TSX', 'TypeScript']);
const MEMBER: ReadonlySet<string> = new Set(['constructor', 'enum_member', 'field', 'method', 'property']);

/** `at`: where the name begins. */
export function isPublic(language: string, { name, kind }: Named, text: string, at: number): boolean {
  if (language === 'Go') return /^\p{Lu}/u.test(name);
  if (UNDERSCORED.has(language)) return !name.startsWith('_');
  const from = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - MAX_BEFORE);
  const line = text.slice(from, at);
  const before = line.slice(line.search(/[^;{}]*$/));
  if (ECMA.has(language) && MEMBER.has(kind)) return !name.startsWith('#') && !/\b(?:private|protected)\b/.test(before);
  const hiding = Object.hasOwn(HIDDEN_BY, language) ? HIDDEN_BY[language] : undefined;
  return hiding ? !hiding.test(before) : EXPORTS.test(before);
}
