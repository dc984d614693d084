import { expect, it } from 'vitest';
import { type Definition, packSymbols, type Reference, unpackDefinitions, unpackReferences } from './symbols';

const DEFINITIONS: Definition[] = [
  { name: 'A', kind: 'class', line: 1, column: 6, endLine: 400, scope: null, isPublic: true },
  { name: 'go', kind: 'method', line: 2, column: 2, endLine: 5, scope: 'A', isPublic: false },
  { name: 'operator==', kind: 'method', line: 2, column: 30_000, endLine: 2, scope: 'A', isPublic: true },
  { name: 'x', kind: 'variable', line: 1_000_000, column: 0, endLine: 1_000_000, scope: 'A.b "c"=', isPublic: false },
  { name: 'ü', kind: 'union', line: 1_000_000, column: 5, endLine: 1_000_001, scope: null, isPublic: true },
];
const REFERENCES: Reference[] = [
  { name: 'go', kind: 'call', line: 3, column: 4 },
  { name: 'A', kind: 'type', line: 3, column: 9 },
  { name: 'go', kind: 'call', line: 3, column: 20 },
  { name: 'go', kind: 'import', line: 70, column: 0 },
  { name: 'go', kind: 'call', line: 900, column: 1 },
  { name: 'goes', kind: 'implementation', line: 901, column: 1 },
];

it('unpacks what it packed', () => {
  const packed = packSymbols(DEFINITIONS, REFERENCES);
  expect(unpackDefinitions(packed)).toEqual(DEFINITIONS);
  expect(unpackReferences(packed.uses, (name) => name === 'go')).toEqual([
    REFERENCES[0],
    REFERENCES[2],
    REFERENCES[4],
    REFERENCES[3],
  ]);
  expect(unpackReferences(packed.uses, () => true)).toHaveLength(REFERENCES.length);
});

it('puts each name on a line of its own, for conditions on whole names', () => {
  expect(packSymbols(DEFINITIONS, []).names).toBe('\nA\ngo\noperator==\nx\nü\n');
  expect(packSymbols([], [])).toEqual({ names: '', places: '', uses: '' });
  expect(unpackDefinitions({ names: '', places: '' })).toEqual([]);
  expect(unpackReferences('', () => true)).toEqual([]);
});
