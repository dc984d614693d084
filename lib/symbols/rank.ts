// The order of symbols: the name as typed, then what is near, then what is meant to be used, then one order for all.
import { pathWeight } from '@/lib/search/rank/path-kinds';
import type { Candidate, Place } from './symbol';

/** Types and what runs before what is only held, and what is only declared last. */
const LATER: Readonly<Record<string, number>> = {
  constant: 1,
  enum_member: 2,
  field: 2,
  property: 2,
  variable: 2,
  prototype: 3,
};

type Key = [...numbers: number[], repo: string, path: string, ref: string, line: number, column: number];

/** Sorts in place, and drops what stands at the same place twice. `name`: as it was typed. */
export function rankSymbols(found: Candidate[], name: string, place: Place | null): Candidate[] {
  const keys = new Map(found.map((symbol) => [symbol, keyOf(symbol, name, place)]));
  found.sort((a, b) => compareKeys(keys.get(a)!, keys.get(b)!));
  return found.filter((symbol, i) => i === 0 || compareKeys(keys.get(symbol)!, keys.get(found[i - 1]!)!) !== 0);
}

/** What orders a symbol, the least first. Whole numbers and names, so that a cursor can hold it. */
export function keyOf(symbol: Candidate, name: string, place: Place | null): Key {
  return [
    symbol.name === name ? 0 : symbol.name.toLowerCase() === name.toLowerCase() ? 1 : 2,
    symbol.label === 'syntactic' ? 0 : 1,
    distance(symbol, place),
    linesAway(symbol, place),
    symbol.isGenerated || symbol.isVendored ? 1 : 0,
    symbol.role === 'reference' ? 0 : symbol.kind === 'prototype' ? 2 : symbol.is_public ? 0 : 1,
    Math.round((1 - pathWeight(symbol.path, [name])) * 100),
    symbol.role === 'reference' ? 0 : (LATER[symbol.kind] ?? 0),
    symbol.repo,
    symbol.path,
    symbol.ref,
    symbol.line,
    symbol.column,
  ];
}

export function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  }
  return 0;
}

/** 0 in the same file, then what it imports, its folder, its repository, everything else. */
function distance(symbol: Candidate, place: Place | null): number {
  if (!place) return 0;
  const isSameRepo = symbol.repo_id === place.repoId;
  if (isSameRepo && symbol.path === place.path) return 0;
  if (isImported(symbol, place, isSameRepo)) return 1;
  if (!isSameRepo) return 4;
  return folderOf(symbol.path) === folderOf(place.path) ? 2 : 3;
}

/** Within the file itself. */
function linesAway(symbol: Candidate, place: Place | null): number {
  if (!place || place.line === null || symbol.repo_id !== place.repoId || symbol.path !== place.path) return 0;
  return Math.abs(symbol.line - place.line);
}

/** By the name of the file, or of its folder if the file stands for that; in another repository by that one's as well. */
function isImported({ path, repo }: Candidate, { imports }: Place, isSameRepo: boolean): boolean {
  if (imports.size === 0) return false;
  const names = path.toLowerCase().split('/');
  const stem = names.at(-1)!.replace(/\..*$/, '');
  const module = /^(index|mod|lib|main|__init__|package)$/.test(stem) ? names.at(-2) : stem;
  const isNamed = imports.has(module ?? '') || (path.endsWith('.go') && imports.has(names.at(-2) ?? ''));
  return isNamed && (isSameRepo || imports.has(repo.slice(repo.indexOf('/') + 1).toLowerCase()));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
