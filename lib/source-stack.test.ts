import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceStack } from './source-stack';

let folder: string;
let chunk: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-built-'));
  chunk = path.join(folder, '.next/server/chunks/a.js');
  mkdirSync(path.dirname(chunk), { recursive: true });
  // Column 0 of the built line is line 3, column 2 of the source; column 20 of it line 5, column 0.
  const map = { version: 3, sources: ['../../../lib/rivers.ts'], names: [], mappings: 'AAEE,oBAEF' };
  writeFileSync(`${chunk}.map`, JSON.stringify(map));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  // Each test comes long after the one before.
  const now = performance.now() + ++tests * 10_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now + later);
  later = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

let tests = 0;
let later = 0;

describe('sourceStack', () => {
  it('names the places in the sources', () => {
    const stack = `    at s (${chunk}:1:5)\n    at async ${chunk}:1:24\n    at node:fs:440:1`;
    expect(sourceStack(stack)).toBe(
      '    at s (lib/rivers.ts:3:3)\n    at async lib/rivers.ts:5:1\n    at node:fs:440:1',
    );
  });

  it('leaves what no map knows as it is', () => {
    const other = path.join(folder, '.next/server/chunks/none.js');
    for (const frame of [`${other}:1:5`, `${chunk}:0:1`, `${chunk}:99:1`, '/elsewhere/a.js:1:1']) {
      later += 2000;
      expect(sourceStack(`    at ${frame}`)).toBe(`    at ${frame}`);
    }
  });

  it('takes a broken map for none', () => {
    writeFileSync(`${chunk}.map`, '{"version": 3, "sources": 7');
    expect(sourceStack(`    at ${chunk}:1:5`)).toBe(`    at ${chunk}:1:5`);
  });

  it('reads maps once a second at most, and answers what it knows at any time', () => {
    expect(sourceStack(`    at ${chunk}:1:5`)).toBe('    at lib/rivers.ts:3:3');
    later = 500;
    expect(sourceStack(`    at ${chunk}:1:24`)).toBe(`    at ${chunk}:1:24`);
    expect(sourceStack(`    at ${chunk}:1:5`)).toBe('    at lib/rivers.ts:3:3');
    later = 1500;
    expect(sourceStack(`    at ${chunk}:1:24`)).toBe('    at lib/rivers.ts:5:1');
  });
});
