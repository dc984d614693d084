// Names a file's language after linguist's data: file name, extension, interpreter, and content where these leave a tie.
import * as linguist from 'linguist-languages';
import { breakTie } from './language-ties';

export interface Language {
  /** Linguist's name. */
  name: string;
  type: 'data' | 'markup' | 'programming' | 'prose';
}

const SHEBANG = /^#![^\S\n]*(?:\S*\/)?([^\s/]+)(?:[^\S\n]+(?:-\S+[^\S\n]+)*([^\s/-][^\s/]*))?/;
const VERSION_SUFFIX = /[\d.]+$/;

const byFilename = new Map<string, Language[]>();
const byExtension = new Map<string, Language[]>();
const byInterpreter = new Map<string, Language[]>();
const primary = new Map<string, Language>();

for (const entry of Object.values(linguist)) {
  const language: Language = { name: entry.name, type: entry.type };
  for (const name of list(entry, 'filenames')) add(byFilename, name, language);
  for (const interpreter of list(entry, 'interpreters')) add(byInterpreter, interpreter, language);
  const extensions = list(entry, 'extensions');
  for (const extension of extensions) add(byExtension, extension.toLowerCase(), language);
  const first = extensions[0]?.toLowerCase();
  if (first && !primary.has(first)) primary.set(first, language);
}

/** The language of a text file, or null where nothing tells. */
export function languageOf(file: string, text: string): Language | null {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const named = byFilename.get(name);
  if (named?.[0]) return named[0];
  const lower = name.toLowerCase();
  // The longest extension first: `.d.ts` and `.blade.php` say more than `.ts` and `.php`.
  for (let dot = lower.indexOf('.'); dot >= 0; dot = lower.indexOf('.', dot + 1)) {
    const extension = lower.slice(dot);
    const candidates = byExtension.get(extension);
    if (candidates) return choose(extension, candidates, text);
  }
  const interpreter = interpreterOf(text);
  return interpreter ? (byInterpreter.get(interpreter)?.[0] ?? null) : null;
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
