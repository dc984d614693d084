// Finds the names that a file defines, looking at declarations and never into function bodies.
import type { Node } from 'web-tree-sitter';

/** What may hold further definitions; everything else is a leaf here, however large. */
const CONTAINER =
  /^(program|translation_unit|source_file|module|compilation_unit|stream|.*(class|interface|trait|enum|struct|union|namespace|module|object|record|impl|mod)_?(body|item|declaration|specifier|definition|block|type)?|class|declaration_list|field_declaration_list|enumerator_list|interface_body|enum_body_declarations|export_statement|ambient_declaration|internal_module|decorated_definition|template_declaration|linkage_specification|preproc_(if|ifdef|else|elif|elifdef)|(const|var|type)_declaration|(const|var)_spec_list|lexical_declaration|variable_declaration|field_declaration|property_declaration|body_statement|singleton_class|foreign_mod_item|global_statement|expression_statement)$/;
const DEFINITION =
  /^(declaration|.*_(definition|declaration|item|specifier|spec|signature|declarator)|class|module|method|singleton_method|preproc_def|preproc_function_def|enum_constant|enumerator|internal_module|type_definition|function_signature_item|assignment|const_element|enum_variant)$/;
const NAME_FIELDS = ['name', 'declarator', 'left'] as const;
const NAME =
  /^(identifier|type_identifier|field_identifier|property_identifier|constant|name|word|private_property_identifier|namespace_identifier|destructor_name|operator_name|function_name|package_identifier|module_name)$/;
/** Where a class's or module's members lie in a plain block: Python's and TypeScript's. */
const MEMBER_BLOCK: Readonly<Record<string, string>> = {
  class_definition: 'block',
  internal_module: 'statement_block',
  module: 'statement_block',
};
const MAX_DEPTH = 16;
const MAX_NAMES = 5000;

const DEFINES = 1;
const HOLDS = 2;
/** The patterns' answers by node type: there are few types and very many nodes. */
const kinds = new Map<string, number>();

/** UTF-16 offsets of the names that the text under the root defines. */
export function definitions(root: Node): Set<number> {
  const found = new Set<number>();
  visit(root, 0, found);
  return found;
}

function visit(node: Node, depth: number, found: Set<number>): void {
  const memberBlock = MEMBER_BLOCK[node.type];
  for (const child of node.namedChildren) {
    if (found.size >= MAX_NAMES) return;
    const { type } = child;
    const kind = kinds.get(type) ?? kindOf(type);
    if (kind & DEFINES) {
      const name = nameOf(child, type);
      if (name) found.add(name.startIndex);
    }
    if ((kind & HOLDS || memberBlock === type) && depth < MAX_DEPTH) visit(child, depth + 1, found);
  }
}

function kindOf(type: string): number {
  const kind = (DEFINITION.test(type) ? DEFINES : 0) | (CONTAINER.test(type) ? HOLDS : 0);
  kinds.set(type, kind);
  return kind;
}

/** Follows C's declarators inwards: in `int *(*f)(void)` the name is `f`. A prototype defines nothing. */
function nameOf(node: Node, type: string): Node | null {
  let current: Node | null = node;
  for (let depth = 0; current && depth < 8; depth++) {
    if (NAME.test(current.type)) return current;
    if (type === 'declaration' && current.type === 'function_declarator') return null;
    current = inner(current);
  }
  return null;
}

function inner(node: Node): Node | null {
  for (const field of NAME_FIELDS) {
    const child = node.childForFieldName(field);
    if (child) return child;
  }
  return node.type.endsWith('declarator') ? (node.namedChildren.at(-1) ?? null) : null;
}
