// Makes the queries of a grammar ready: official tags first refined by ours, without what asks for more than names.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Language, Query } from 'web-tree-sitter';
import type { Grammar } from './grammars';

const folder = path.join(process.cwd(), 'lib', 'indexing', 'syntax');
const queries = new Map<string, Query>();

/** The query of a grammar, made once. Throws if it does not fit the grammar. Null for a grammar without tags. */
export function tagQuery(grammar: Grammar, language: Language): Query | null {
  if (grammar.tags.length === 0) return null;
  const key = `${grammar.module} ${grammar.tags.join(' ')}`;
  const known = queries.get(key);
  if (known) return known;
  const query = new Query(language, grammar.tags.map(readTags).join('\n'));
  // These need to know what is local, which no query alone can: every identifier would be a reference.
  for (let i = 0; i < query.patternCount(); i++) {
    if (query.refutedProperties[i] && 'local' in query.refutedProperties[i]!) query.disablePattern(i);
  }
  queries.set(key, query);
  return query;
}

/**
 * One file of queries. Comments beside definitions are of no use here, and patterns that begin with any number of them
 * take several times as long.
 */
function readTags(name: string): string {
  return readFileSync(path.join(folder, `${name}.scm`), 'utf8')
    .replace(/\(comment\)[*?] @doc\s*\./g, '')
    .replace(/\(#(?:strip!|select-adjacent!|set-adjacent!) @doc (?:"(?:[^"\\]|\\.)*"|@[\w.]+)\)/g, '');
}
