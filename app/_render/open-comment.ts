// What has to stand before a piece of a file for its colours to be right: it may begin within a comment of several lines.

/** Where comments of several lines begin and end, by Linguist's names of languages. */
const SYNTAX: [begin: string, end: string, languages: string[]][] = [
  [
    '/*',
    '*/',
    [
      ...['C', 'C++', 'C#', 'CSS', 'Cuda', 'D', 'Dart', 'Go', 'GLSL', 'Groovy', 'HCL', 'HLSL', 'Java', 'JavaScript'],
      ...['JSON with Comments', 'Kotlin', 'Less', 'Objective-C', 'Objective-C++', 'OpenCL', 'PHP', 'PLpgSQL'],
      ...['Protocol Buffer', 'Rust', 'SCSS', 'Scala', 'Solidity', 'SQL', 'Swift', 'SystemVerilog', 'Thrift', 'TSX'],
      ...['TypeScript', 'Verilog', 'WGSL'],
    ],
  ],
  ['<!--', '-->', ['HTML', 'XML', 'SVG', 'Vue', 'Svelte', 'Markdown', 'Astro']],
  ['(*', '*)', ['OCaml', 'Pascal', 'F#', 'Coq', 'Standard ML']],
  ['{-', '-}', ['Haskell', 'Elm', 'PureScript', 'Agda']],
];

const byLanguage = new Map(
  SYNTAX.flatMap(([begin, end, languages]) => languages.map((language) => [language, { begin, end }] as const)),
);

/**
 * What opens the comment that `text` begins in the midst of; null if it seems to begin in none. It does if a comment
 * ends before any begins, or if a line begins with the star that people put there.
 */
export function openComment(text: string, language: string): string | null {
  const syntax = byLanguage.get(language);
  if (!syntax) return null;
  const { begin, end } = syntax;
  const firstEnd = text.indexOf(end);
  const firstBegin = text.indexOf(begin);
  if (firstEnd >= 0 && (firstBegin < 0 || firstEnd < firstBegin)) return begin;
  return begin === '/*' && /^\s*\*(?:\s|$)/.test(text) && firstBegin < 0 ? begin : null;
}
