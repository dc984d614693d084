import { expect, it } from 'vitest';
import { pathEvidence } from './path-evidence';

it.each<[string, string[], string]>([
  ['src/parser.ts', ['parser'], 'all covered tail'],
  ['src/parser.ts', ['parser.ts'], 'all covered tail'],
  ['src/parser.ts', ['src/parser'], 'all tail'],
  ['src/my-parser.ts', ['parser'], 'all tail'],
  ['src/parsers.ts', ['parser'], 'all'],
  ['parser/x.ts', ['parser'], ''],
  ['daemon/volume/store_unix.go', ['daemon', 'store', 'unix'], 'all covered place'],
  ['daemon/store_unix.go', ['daemon', 'store', 'unix'], 'all covered place tail'],
  ['next/exporter/exporter.go', ['next', 'exporter'], 'all covered place tail'],
  ['next/exporter/export.go', ['next', 'exporter'], ''],
  ['networkdb/message.go', ['networkdb/message.go'], 'all tail'],
  ['.gitignore', ['.gitignore'], 'all covered tail'],
  ['a/b.ts', [], ''],
])('%s for %j: %s', (path, words, expected) => {
  const { hasAll, isCovered, isPlace, isTail } = pathEvidence(path, words);
  const shown = [hasAll && 'all', isCovered && 'covered', isPlace && 'place', isTail && 'tail'].filter(Boolean);
  expect(shown.join(' ')).toBe(expected);
});

it('tells the share of the words that a path has', () => {
  expect(pathEvidence('a/b.ts', ['a', 'x']).share).toBe(0.5);
  expect(pathEvidence('a/b.ts', ['x']).share).toBe(0);
});
