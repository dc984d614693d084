// Parses source with tree-sitter if a grammar is at hand. For worker threads: it is CPU work.
import { createRequire } from 'node:module';
import path from 'node:path';
import { Language, type Node, Parser, type Tree } from 'web-tree-sitter';
import { GRAMMARS, type Grammar } from './grammars';

/** Longer texts are not parsed: a tree takes many times its text, and the memory of WebAssembly never shrinks. */
const MAX_LENGTH = 512 * 1024;
const MAX_PARSE_MS = 1000;
/** How deep macros within macros are entered. */
const MAX_MACRO_DEPTH = 4;

const require = createRequire(path.join(process.cwd(), 'package.json'));
let runtime: Promise<void> | undefined;
let parser: Parser | undefined;
const languages = new Map<string, Promise<Language>>();

export interface Syntax {
  grammar: Grammar;
  language: Language;
  /** Of the file's own tree, then of what stands in its macros, outer ones first. All places are the file's. */
  roots: [Node, ...Node[]];
  /** Frees the trees: their nodes are gone with them. */
  delete(): void;
}

/**
 * The syntax of a text in a language (linguist's name), to be deleted by the caller.
 * Null if there is no grammar, the text is too long or the parser takes too long.
 */
export async function parseSyntax(
  languageName: string,
  text: string,
  options: { maxMs?: number } = {},
): Promise<Syntax | null> {
  const grammar = Object.hasOwn(GRAMMARS, languageName) ? GRAMMARS[languageName] : undefined;
  if (!grammar || text.length > MAX_LENGTH) return null;
  const language = await loadGrammar(grammar);
  parser ??= new Parser();
  const ready = parser;
  ready.setLanguage(language);
  const deadline = performance.now() + (options.maxMs ?? MAX_PARSE_MS);
  const isLate = () => performance.now() > deadline;
  const readable = grammar.module.includes('-cpp.') ? withoutExportMacros(text) : text;
  const first = parse(ready, readable, isLate);
  if (!first) return null;
  const trees = [first];
  // A root keeps the children that were read once.
  const roots: Syntax['roots'] = [first.rootNode];
  for (let depth = 0; languageName === 'Rust' && depth < MAX_MACRO_DEPTH; depth++) {
    const ranges = itemMacros(roots.at(-1)!);
    const inner = ranges.length > 0 ? parse(ready, text, isLate, ranges) : null;
    if (!inner) break;
    trees.push(inner);
    roots.push(inner.rootNode);
  }
  return {
    grammar,
    language,
    roots,
    delete() {
      for (const tree of trees) tree.delete();
    },
  };
}

/** Loads a grammar once. */
export function loadGrammar({ module }: Grammar): Promise<Language> {
  const known = languages.get(module);
  if (known) return known;
  runtime ??= Parser.init();
  const loading = runtime.then(() => Language.load(require.resolve(module)));
  languages.set(module, loading);
  return loading;
}

type Range = Pick<Node, 'startIndex' | 'endIndex' | 'startPosition' | 'endPosition'>;

function parse(ready: Parser, text: string, isLate: () => boolean, includedRanges?: Range[]): Tree | null {
  const tree = ready.parse(text, null, { progressCallback: isLate, ...(includedRanges ? { includedRanges } : {}) });
  // A cancelled parse would go on with the next text.
  if (!tree) ready.reset();
  return tree;
}

/**
 * The bodies of macros that are called where items stand, such as `cfg_net! { … }`: to the grammar they are tokens, to
 * people they are the module's items.
 */
function itemMacros(root: Node): Range[] {
  const found: Range[] = [];
  const visit = (node: Node, depth: number): void => {
    for (const child of node.namedChildren) {
      const { type } = child;
      if (type === 'macro_invocation') addBody(child, found);
      else if (type === 'expression_statement') {
        const [only] = child.namedChildren;
        if (only?.type === 'macro_invocation') addBody(only, found);
      } else if (depth < 4 && (type === 'mod_item' || type === 'impl_item' || type === 'trait_item')) {
        const body = child.childForFieldName('body');
        if (body) visit(body, depth + 1);
      } else if (
        depth < 4 &&
        (type === 'ERROR' || type === 'block' || type === 'if_expression' || type === 'else_clause')
      )
        visit(child, depth + 1);
    }
  };
  visit(root, 0);
  return found;
}

function addBody(macro: Node, found: Range[]): void {
  const body = macro.namedChildren.at(-1);
  const open = body?.type === 'token_tree' ? body.firstChild : null;
  const close = body?.lastChild;
  if (!body || open?.type !== '{' || close?.type !== '}' || open.endIndex >= close.startIndex) return;
  found.push({
    startIndex: open.endIndex,
    endIndex: close.startIndex,
    startPosition: open.endPosition,
    endPosition: close.startPosition,
  });
}

/** `class EXPORT Name {`: the grammar takes the macro for the name. Blanked, so that all places stay what they are. */
function withoutExportMacros(text: string): string {
  return text.replace(
    /\b(class|struct|union)([ \t]+)([A-Z][A-Z0-9_]{2,}(?:\([^()\n]{0,80}\))?)(?=[ \t]+[A-Za-z_]\w*(?:[ \t]+final)?\s*(?:[{:]))/g,
    (_, keyword: string, space: string, macro: string) => keyword + space + ' '.repeat(macro.length),
  );
}
