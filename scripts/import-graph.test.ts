// The rooms of the house: which folder may stand on which, read from the imports themselves.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const FLOORS = ['db', 'lib', 'inngest', 'grpc', 'app'];
/** Tests, and what only they use, may look into every room. */
const isTest = (file: string) => /(?:\.test|(?:^|\/)testing|-child)\.ts$/.test(file);

const files = new Set(
  FLOORS.flatMap((floor) =>
    readdirSync(path.join(root, floor), { recursive: true, encoding: 'utf8' })
      .map((name) => `${floor}/${name}`)
      .filter((name) => /\.(?:tsx?|mjs)$/.test(name) && !isTest(name)),
  ),
);
const imports = new Map([...files].map((file) => [file, importsOf(file)]));

/** The files of ours that a file imports, types included. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, file), 'utf8'), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    const at = fileName.startsWith('@/') ? fileName.slice(2) : path.join(path.dirname(file), fileName);
    const isOurs = fileName.startsWith('@/') || fileName.startsWith('.');
    return isOurs
      ? ['', '.ts', '.tsx', '.mjs', '/index.ts'].map((end) => at + end).filter((name) => files.has(name))
      : [];
  });
}

/** Groups that reach one another, by Tarjan's algorithm; `edges` leads from each to those that it needs. */
function circles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (node: string) => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    open.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = open.splice(open.indexOf(node));
    if (group.length > 1) found.push(group);
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

function edgesBetween(place: (file: string) => string, isIn: (file: string) => boolean): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const [file, needed] of imports) {
    if (!isIn(file)) continue;
    const from = place(file);
    const to = edges.get(from) ?? new Set();
    for (const target of needed) if (isIn(target) && place(target) !== from) to.add(place(target));
    edges.set(from, to);
  }
  return edges;
}

const isBelow = (file: string) => file.startsWith('lib/') || file.startsWith('db/');

describe('the rooms', () => {
  it('are seen whole', () => {
    expect(files.size).toBeGreaterThan(400);
    expect(imports.get('lib/sync/stages/fetch-repo.ts')).toContain('lib/git/mirror-dir.ts');
    const needs = { a: ['b'], b: ['c'], c: ['a'], d: ['a'] };
    const edges = new Map(Object.entries(needs).map(([name, others]) => [name, new Set(others)]));
    expect(circles(edges).map((circle) => circle.sort())).toEqual([['a', 'b', 'c']]);
  });

  it('stand on floors, and nothing imports upward', () => {
    const upward = [...imports].flatMap(([file, needed]) =>
      needed
        .filter((target) => FLOORS.indexOf(floorOf(target)) > FLOORS.indexOf(floorOf(file)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(upward).toEqual([]);
    // They stand side by side.
    const across = [...imports].filter(
      ([file, needed]) => file.startsWith('app/') && needed.some((target) => target.startsWith('grpc/')),
    );
    expect(across).toEqual([]);
  });

  it('of the command line are a house of their own', () => {
    const folder = path.join(root, 'cli/src');
    const ours = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.d)\.ts$/.test(name),
    );
    expect(ours.length).toBeGreaterThan(20);
    const leading = ours.flatMap((name) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(path.join(folder, name), 'utf8'), true, true);
      return importedFiles.map(({ fileName }) => fileName).filter((target) => leadsOut(path.dirname(name), target));
    });
    expect(leading).toEqual([]);
    expect([...files].filter((file) => /from '[^']*\bcli\//.test(readFileSync(path.join(root, file), 'utf8')))).toEqual(
      [],
    );
  });

  it('of lib form no circle, neither directly nor around a corner', () => {
    expect(circles(edgesBetween(path.dirname, isBelow))).toEqual([]);
  });

  it('hold no files that import one another in a circle', () => {
    expect(circles(edgesBetween((file) => file, isBelow))).toEqual([]);
  });

  it('of lib are all described in docs/architecture.md', () => {
    const text = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
    const rooms = new Set([...files].filter((file) => file.startsWith('lib/')).map((file) => path.dirname(file)));
    expect([...rooms].filter((room) => !text.includes(`\`${room}/\``) && room !== 'lib')).toEqual([]);
  });
});

/** Whether an import of a file in `cli/src` leads out of it; its own package.json is known there. */
function leadsOut(folder: string, target: string): boolean {
  if (target.startsWith('@/')) return true;
  const at = path.normalize(path.join(folder, target));
  return target.startsWith('.') && at.startsWith('..') && at !== path.join('..', 'package.json');
}

const floorOf = (file: string) => file.slice(0, file.indexOf('/'));
