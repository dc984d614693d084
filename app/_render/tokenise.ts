// Source text to coloured tokens.
import { type BundledLanguage, bundledLanguagesInfo, createHighlighter, type Highlighter } from 'shiki';
import { theme } from './theme';

/** A run of text in one colour; null is the plain one. */
export type Token = [className: string | null, text: string];

const MAX_LINE_LENGTH = 1000;
const LINE_TIME_MS = 3000;

/** Linguist's names that shiki knows by none of its own. */
const NAMES: Record<string, string> = {
  batchfile: 'bat',
  'json with comments': 'jsonc',
  'protocol buffer': 'proto',
  'vim script': 'viml',
  'vim snippet': 'viml',
  'git attributes': 'ini',
  'objective-c++': 'objective-cpp',
  'common lisp': 'common-lisp',
  'emacs lisp': 'emacs-lisp',
  'html+erb': 'erb',
  assembly: 'asm',
  'unix assembly': 'asm',
  'go module': 'go',
  'genero 4gl': 'text',
};

const languages = new Map<string, string>(
  bundledLanguagesInfo.flatMap(({ id, name, aliases }) => [
    [id, id],
    [name.toLowerCase(), id],
    ...(aliases ?? []).map((alias): [string, string] => [alias, id]),
  ]),
);

function grammarFor(language: string | null): BundledLanguage | null {
  if (!language) return null;
  const name = language.toLowerCase();
  const id = languages.get(NAMES[name] ?? name) ?? languages.get(name.replaceAll(' ', '-'));
  return (id as BundledLanguage | undefined) ?? null;
}

let highlighter: Promise<Highlighter> | undefined;

/** Loads and compiles the grammar of `language` (Linguist's name) if there is one and it is not loaded yet. */
export async function loadGrammar(language: string | null): Promise<void> {
  const lang = grammarFor(language);
  if (!lang) return;
  highlighter ??= createHighlighter({ themes: [theme], langs: [] });
  const shiki = await highlighter;
  if (shiki.getLoadedLanguages().includes(lang)) return;
  await shiki.loadLanguage(lang);
  // The first line compiles it.
  shiki.codeToTokensBase('a', { lang, theme });
}

/**
 * Tokens of each line of `text`, that is between \n, or null if the language (Linguist's name) has no grammar. They
 * spell the whole line. Lines beyond 1,000 characters stay plain.
 */
export async function tokenise(text: string, language: string | null): Promise<Token[][] | null> {
  const lang = grammarFor(language);
  if (!lang) return null;
  await loadGrammar(language);
  const shiki = await highlighter!;
  const lines = shiki.codeToTokensBase(text, {
    lang,
    theme,
    tokenizeMaxLineLength: MAX_LINE_LENGTH,
    tokenizeTimeLimit: LINE_TIME_MS,
  });
  return text.split('\n').map((line, i) => {
    const tokens = lines[i]!.map(({ color, content }): Token => [color && color !== 'c-plain' ? color : null, content]);
    const length = tokens.reduce((sum, [, part]) => sum + part.length, 0);
    // A \r at the end of a line is dropped by shiki.
    return length < line.length ? [...tokens, [null, line.slice(length)]] : tokens;
  });
}
