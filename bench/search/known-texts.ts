// Finds by patterns alone what people remember of a file: the names it defines, its messages, its comments.

const NAME = '([A-Za-z_]\\w{2,})';
const WORDS_BEFORE =
  '(?:(?:export|default|declare|public|private|protected|internal|static|abstract|final|sealed|data|async|unsafe|override|open|inline|pub(?:\\([^)]*\\))?)\\s+)*';
/** What defines a name, by the ending of the file. */
const DEFINES: readonly { files: RegExp; patterns: readonly string[] }[] = [
  { files: /\.py$/, patterns: [`^[ \\t]*(?:async )?def ${NAME}`, `^[ \\t]*class ${NAME}`] },
  { files: /\.go$/, patterns: [`^func (?:\\([^)]*\\) )?${NAME}`, `^type ${NAME}`] },
  { files: /\.rs$/, patterns: [`^[ \\t]*${WORDS_BEFORE}(?:fn|struct|enum|trait|type|union) ${NAME}`] },
  {
    files: /\.(ts|tsx|js|mjs)$/,
    patterns: [`^${WORDS_BEFORE}(?:function\\*?|class|interface|type|enum|const) ${NAME}`],
  },
  {
    files: /\.(java|kt|cs|scala|swift|php)$/,
    patterns: [`^[ \\t]*${WORDS_BEFORE}(?:class|interface|enum|object|fun|func|function|record|struct) ${NAME}`],
  },
  {
    files: /\.[ch](pp)?$/,
    patterns: [
      `^[a-z][\\w \\t*]*?[ *]${NAME}\\([^;{]*\\)\\s*\\{`,
      `^#define ${NAME}\\(`,
      `^(?:typedef )?struct ${NAME} \\{`,
    ],
  },
];
const ANY = DEFINES.flatMap(({ patterns }) => patterns);

/** Names that a file defines, each once. */
export function definedNames(text: string, path: string): string[] {
  const patterns = DEFINES.find(({ files }) => files.test(path))?.patterns ?? [];
  const found = patterns.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, 'gm'))].map((match) => match[1]!));
  return [...new Set(found)].filter((name) => !/^(if|for|while|switch|return|main|test\w*)$/i.test(name));
}

/** True if the text of a file in any language defines a name, in any case. */
export function definesName(text: string, name: string): boolean {
  return ANY.some((pattern) => new RegExp(pattern.replace(NAME, `${name}\\b`), 'im').test(text));
}

/** Messages in double quotes: four plain words or more each. */
export function quotedTexts(text: string): string[] {
  return [...text.matchAll(/"([^"\\\n]{15,200})"/g)].flatMap((match) => {
    const pieces = match[1]!.split(/[^A-Za-z ]+/).map((piece) => piece.trim().replace(/ +/g, ' '));
    return pieces.filter((piece) => piece.split(' ').length >= 4);
  });
}

const COMMENT = /^\s*(?:\/\/[/!]?|\/?\*+|#(?!\s*(?:include|define|if|endif|else|undef|pragma)))\s+([A-Za-z].*)$/;
const COMMON = new Set(
  'this that with from have will when then than they them their there which while where would should could been being were does done into only also such some same other more most must each because before after about these those what your here used using uses make makes made returns return value values true false null none todo note copyright license licensed'.split(
    ' ',
  ),
);

/** The telling words of each comment line that has at least four of them. */
export function commentWords(text: string): string[][] {
  return text.split('\n').flatMap((line) => {
    const words = (
      COMMENT.exec(line)?.[1]
        ?.toLowerCase()
        .match(/\b[a-z]{4,}\b/g) ?? []
    ).filter((w) => !COMMON.has(w));
    return words.length >= 4 ? [words] : [];
  });
}
