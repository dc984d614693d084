// Makes the queries of a grammar ready: official tags first refined by ours, without what asks for more than names.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Language, Query } from 'web-tree-sitter';
import type { Grammar } from './grammars';

export interface Tags {
  query: Query;
  /** By pattern: whether it tags definitions, references or only scopes, and of which kind; null for what tags nothing. */
  patterns: readonly (PatternTag | null)[];
}

export interface PatternTag {
  role: 'definition' | 'reference' | 'scope';
  kind: string;
  /** The capture that is the whole of what is tagged. */
  capture: string;
}

const ROLE = /^(definition|reference|scope)(?:\.(\w+))?$/;

const folder = path.join(process.cwd(), 'lib', 'indexing', 'syntax');
const known = new Map<string, Tags>();

/** The tags of a grammar, made once. Throws if it does not fit the grammar. Null for a grammar without tags. */
export function tagsOf(grammar: Grammar, language: Language): Tags | null {
  if (grammar.tags.length === 0) return null;
  const key = `${grammar.module} ${grammar.tags.join(' ')}`;
  const made = known.get(key);
  if (made) return made;
  const query = new Query(language, grammar.tags.map(readTags).join('\n'));
  const patterns = Array.from({ length: query.patternCount() }, (_, i) => tagOfPattern(query, i));
  for (let i = 0; i < patterns.length; i++) {
    // These need to know what is local, which no query alone can: every identifier would be a reference.
    if (query.refutedProperties[i] && 'local' in query.refutedProperties[i]!) query.disablePattern(i);
  }
  // Of a reference its name is enough: every other node that is handed over costs as much again.
  for (const name of query.captureNames) if (name.startsWith('reference.')) query.disableCapture(name);
  const tags = { query, patterns };
  known.set(key, tags);
  return tags;
}

function tagOfPattern(query: Query, pattern: number): PatternTag | null {
  for (const [i, capture] of query.captureNames.entries()) {
    const match = query.captureQuantifiers[pattern]?.[i] ? ROLE.exec(capture) : null;
    if (match) return { role: match[1] as PatternTag['role'], kind: match[2] ?? '', capture };
  }
  return null;
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
