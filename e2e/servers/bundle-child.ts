// Makes one file of a process that tests start again and again: it loads in a fifth of the time, and is the same code.
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** They find files of their own beside themselves. */
const APART = ['piscina', '@node-rs/*', '@electric-sql/*', 'pino'];

/** Bundles the module `source`, a path below the project's folder, with what it imports; returns the file to start. */
export async function bundleChild(source: string): Promise<string> {
  const folder = path.resolve('.cache', 'children');
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(path.join(folder, 'draft-'));
  const name = source.replaceAll(/[^a-z0-9]+/g, '-').replace(/-ts$/, '.mjs');
  await build({
    entryPoints: [path.resolve(source)],
    outfile: path.join(draft, name),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: APART,
    sourcemap: 'linked',
    logLevel: 'error',
    // Packages that are not modules yet ask for what Node has this way.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  });
  // Others may start the same file meanwhile: they find it whole.
  for (const file of [`${name}.map`, name]) await rename(path.join(draft, file), path.join(folder, file));
  await rm(draft, { recursive: true });
  return path.join(folder, name);
}
