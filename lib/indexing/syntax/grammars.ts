// Which grammar reads a language, and which queries say what is a definition or a reference in it.

export interface Grammar {
  /** The module that is the grammar's WebAssembly. */
  module: string;
  /** Queries by file, without `.scm`: of two that name the same place the first one's kind counts. */
  tags: readonly string[];
}

const vscode = (name: string) => `@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`;
const cursorless = (name: string) => `@cursorless/tree-sitter-wasms/out/tree-sitter-${name}.wasm`;

const TYPES = 'more/types';

const C: Grammar = { module: vscode('cpp'), tags: ['more/c', 'tags/c', TYPES] };
const CPP: Grammar = { module: vscode('cpp'), tags: ['more/cpp', 'more/c', 'tags/cpp', TYPES] };

/**
 * By linguist's name. The grammars of PowerShell and Swift are left out: V8 takes ten seconds of CPU to optimise them,
 * and other languages wait meanwhile.
 */
export const GRAMMARS: Readonly<Record<string, Grammar>> = {
  C,
  'C++': CPP,
  'C#': { module: vscode('c-sharp'), tags: ['more/c-sharp', 'tags/c-sharp'] },
  CSS: { module: vscode('css'), tags: [] },
  Cuda: CPP,
  Dart: { module: cursorless('dart'), tags: ['more/dart', TYPES] },
  Elixir: { module: cursorless('elixir'), tags: ['tags/elixir'] },
  Go: { module: vscode('go'), tags: ['more/go', 'tags/go'] },
  Java: { module: vscode('java'), tags: ['more/java', 'tags/java', TYPES] },
  JavaScript: { module: vscode('javascript'), tags: ['more/ecma', 'more/javascript', 'more/jsx', 'tags/javascript'] },
  Kotlin: { module: cursorless('kotlin'), tags: ['more/kotlin'] },
  Lua: { module: cursorless('lua'), tags: ['more/lua', 'tags/lua'] },
  PHP: { module: vscode('php'), tags: ['more/php', 'tags/php'] },
  Python: { module: vscode('python'), tags: ['more/python', 'tags/python'] },
  Ruby: { module: vscode('ruby'), tags: ['more/ruby', 'tags/ruby'] },
  Rust: { module: vscode('rust'), tags: ['more/rust', 'tags/rust', TYPES] },
  Scala: { module: cursorless('scala'), tags: ['more/scala', 'tags/scala', TYPES] },
  Shell: { module: vscode('bash'), tags: ['more/bash'] },
  TSX: {
    module: vscode('tsx'),
    tags: ['more/ecma', 'more/typescript', 'more/jsx', 'tags/typescript', 'tags/javascript', TYPES],
  },
  TypeScript: {
    module: vscode('typescript'),
    tags: ['more/ecma', 'more/typescript', 'tags/typescript', 'tags/javascript', TYPES],
  },
};

/** Languages whose definitions and references are known by their syntax. */
export const TAGGED_LANGUAGES: readonly string[] = Object.keys(GRAMMARS).filter(
  (language) => GRAMMARS[language]!.tags.length > 0,
);
