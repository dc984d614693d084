// Names a file's language after linguist's data: file name, extension, interpreter, and content if these leave a tie.
import * as linguist from 'linguist-languages';
import { breakTie } from './language-ties';

export interface Language {
  /** Linguist's name. */
  name: string;
  type: 'data' | 'markup' | 'programming' | 'prose';
}

const SHEBANG = /^#![^\S\n]*(?:\S*\/)?([^\s/]+)(?:[^\S\n]+(?:-\S+[^\S\n]+)*([^\s/-][^\s/]*))?/;
const VERSION_SUFFIX = /[\d.]+$/;

const byName = new Map<string, Language>();
const byAlias = new Map<string, string>();
const byFilename = new Map<string, Language[]>();
const byExtension = new Map<string, Language[]>();
const byInterpreter = new Map<string, Language[]>();
const primary = new Map<string, Language>();

for (const entry of Object.values(linguist)) {
  const language: Language = { name: entry.name, type: entry.type };
  byName.set(entry.name, language);
  for (const alias of list(entry, 'aliases')) byAlias.set(normalise(alias), entry.name);
  for (const name of list(entry, 'filenames')) add(byFilename, name, language);
  for (const interpreter of list(entry, 'interpreters')) add(byInterpreter, interpreter, language);
  const extensions = list(entry, 'extensions');
  for (const extension of extensions) add(byExtension, extension.toLowerCase(), language);
  const first = extensions[0]?.toLowerCase();
  if (first && !primary.has(first)) primary.set(first, language);
}

// A name counts before another language's alias.
for (const name of byName.keys()) byAlias.set(normalise(name), name);

/**
 * What a path tells of its file's language: `=` and its name if the file name says it, the extension if that has to
 * be looked at together with the content, nothing if only the content can tell.
 */
export function languageHint(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const named = byFilename.get(name);
  if (named?.[0]) return `=${named[0].name}`;
  const lower = name.toLowerCase();
  // The longest extension first: `.d.ts` and `.blade.php` say more than `.ts` and `.php`.
  for (let dot = lower.indexOf('.'); dot >= 0; dot = lower.indexOf('.', dot + 1)) {
    const extension = lower.slice(dot);
    if (byExtension.has(extension)) return extension;
  }
  return '';
}

/** The language of a text whose path gave this hint, or null if nothing tells. */
export function languageFor(hint: string, text: string): Language | null {
  if (hint.startsWith('=')) return byName.get(hint.slice(1)) ?? null;
  const candidates = byExtension.get(hint);
  if (candidates) return choose(hint, candidates, text);
  const interpreter = interpreterOf(text);
  return interpreter ? (byInterpreter.get(interpreter)?.[0] ?? null) : null;
}

/** Linguist's name for what `linguist-language` says: a name or an alias in any case, hyphens for spaces. */
export function languageNamed(value: string): string | null {
  return byAlias.get(normalise(value)) ?? null;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function choose(extension: string, candidates: Language[], text: string): Language {
  if (candidates.length === 1) return candidates[0]!;
  const winner = breakTie(extension, text);
  return (
    candidates.find((language) => language.name === winner) ??
    candidates.find((language) => language === primary.get(extension)) ??
    candidates[0]!
  );
}

/** The program named on a `#!` line, without folder and version, `env` looked through. */
function interpreterOf(text: string): string | null {
  const match = SHEBANG.exec(text.slice(0, 200));
  if (!match) return null;
  const program = match[1] === 'env' ? match[2] : match[1];
  if (!program) return null;
  return byInterpreter.has(program) ? program : program.replace(VERSION_SUFFIX, '');
}

function list(entry: object, key: string): readonly string[] {
  const value: unknown = (entry as Record<string, unknown>)[key];
  return Array.isArray(value) ? value : [];
}

function add(map: Map<string, Language[]>, key: string, language: Language): void {
  const known = map.get(key);
  if (known) known.push(language);
  else map.set(key, [language]);
}
