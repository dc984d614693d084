// Parses source with tree-sitter if a grammar is at hand. For worker threads: it is CPU work.
import { createRequire } from 'node:module';
import path from 'node:path';
import { Language, Parser, type Tree } from 'web-tree-sitter';

// PowerShell's grammar is left out: V8 takes 13 s of CPU to optimise its lexer, and other grammars wait meanwhile.
const GRAMMARS: Readonly<Record<string, string>> = {
  C: 'cpp',
  'C++': 'cpp',
  'C#': 'c-sharp',
  CSS: 'css',
  Cuda: 'cpp',
  Go: 'go',
  Java: 'java',
  JavaScript: 'javascript',
  PHP: 'php',
  Python: 'python',
  Ruby: 'ruby',
  Rust: 'rust',
  Shell: 'bash',
  TSX: 'tsx',
  TypeScript: 'typescript',
};

/** Longer texts are not parsed: a tree takes many times its text, and the memory of WebAssembly never shrinks. */
const MAX_LENGTH = 512 * 1024;
const MAX_PARSE_MS = 1000;

const require = createRequire(path.join(process.cwd(), 'package.json'));
let parser: Promise<Parser> | undefined;
const languages = new Map<string, Promise<Language>>();

/**
 * The syntax tree of a text in a language (linguist's name), to be deleted by the caller.
 * Null if there is no grammar, the text is too long or the parser takes too long.
 */
export async function parseSyntax(language: string, text: string): Promise<Tree | null> {
  const grammar = GRAMMARS[language];
  if (!grammar || text.length > MAX_LENGTH) return null;
  parser ??= Parser.init().then(() => new Parser());
  const ready = await parser;
  ready.setLanguage(await load(grammar));
  const deadline = performance.now() + MAX_PARSE_MS;
  const tree = ready.parse(text, null, { progressCallback: () => performance.now() > deadline });
  // A cancelled parse would go on with the next text.
  if (!tree) ready.reset();
  return tree;
}

function load(grammar: string): Promise<Language> {
  const known = languages.get(grammar);
  if (known) return known;
  const loading = Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`));
  languages.set(grammar, loading);
  return loading;
}
