// What people call languages in lang:, and what Linguist calls them.
import * as linguist from 'linguist-languages';

/** Short names that Linguist does not list, or that people mean differently. */
const SHORT: Record<string, string> = {
  py: 'Python',
  rb: 'Ruby',
  rs: 'Rust',
  kt: 'Kotlin',
  cs: 'C#',
  cc: 'C++',
  cxx: 'C++',
  hpp: 'C++',
  h: 'C',
  md: 'Markdown',
  yml: 'YAML',
  jsx: 'JavaScript',
  tf: 'HCL',
  pl: 'Perl',
  hs: 'Haskell',
  ex: 'Elixir',
  erl: 'Erlang',
  ps1: 'PowerShell',
  objc: 'Objective-C',
  plsql: 'PLSQL',
  docker: 'Dockerfile',
  make: 'Makefile',
};

let byName: Map<string, string> | undefined;

/** Linguist's name for `value` (its name, an alias or a usual extension, in any case), or null. */
export function resolveLanguage(value: string): string | null {
  byName ??= readNames();
  return byName.get(normalise(value)) ?? null;
}

/** Up to three names of languages that begin like `value`. */
export function similarLanguages(value: string): string[] {
  byName ??= readNames();
  const start = normalise(value).slice(0, 3);
  if (!start) return [];
  const names = [...byName].filter(([alias]) => alias.startsWith(start)).map(([, name]) => name);
  return [...new Set(names)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, 3);
}

/** Names of all languages of which the name, an alias or a usual extension begins like `value`, the shortest first. */
export function languagesLike(value: string): string[] {
  byName ??= readNames();
  const start = normalise(value);
  const names = [...byName].filter(([alias]) => alias.startsWith(start)).map(([, name]) => name);
  const isNamed = (name: string) => (normalise(name).startsWith(start) ? 0 : 1);
  return [...new Set(names)].sort((a, b) => isNamed(a) - isNamed(b) || a.length - b.length || (a < b ? -1 : 1));
}

function readNames(): Map<string, string> {
  const names = new Map<string, string>();
  const languages = Object.values(linguist) as { name: string; aliases?: readonly string[] }[];
  for (const { name, aliases } of languages) for (const alias of aliases ?? []) names.set(normalise(alias), name);
  for (const [alias, name] of Object.entries(SHORT)) names.set(alias, name);
  for (const { name } of languages) names.set(normalise(name), name);
  return names;
}

/** `Visual Basic`, `visual-basic` and `visual_basic` are one name. */
function normalise(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}
