import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PHASE_PRODUCTION_SERVER } from 'next/constants.js';
import loadConfig from 'next/dist/server/config.js';
import { afterEach, expect, it, vi } from 'vitest';
import { withBuiltConfig } from './built-config.mjs';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A folder with a configuration that nothing can read. */
function folder(): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'freshet-built-config-'));
  roots.push(root);
  writeFileSync(path.join(root, 'next.config.ts'), "throw new Error('next.config.ts was read');\n");
  return root;
}

const load = (root: string) => loadConfig(PHASE_PRODUCTION_SERVER, root, { silent: true });

it('is what Next takes, also later, and next.config.ts is not read', async () => {
  const root = folder();
  const config = { distDir: '.next', poweredByHeader: false };
  mkdirSync(path.join(root, '.next'));
  writeFileSync(path.join(root, '.next/required-server-files.json'), JSON.stringify({ version: 1, config }));
  expect(await withBuiltConfig(root, () => load(root))).toEqual(config);
  expect(Object.keys(process.env).filter((name) => name.startsWith('__NEXT_PRIVATE'))).toEqual([]);
  expect(await load(root)).toEqual(config);
  await expect(load(folder())).rejects.toThrow();
});

it('is an error where nothing was built', async () => {
  const start = vi.fn();
  await expect(withBuiltConfig(folder(), start)).rejects.toThrow('required-server-files.json');
  expect(start).not.toHaveBeenCalled();
});
