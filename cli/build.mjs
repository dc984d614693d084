// Makes one file of plain JavaScript that needs no packages: what `npm pack` packs, and what runs from a checkout.
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));
export const outfile = path.join(folder, 'dist', 'freshet.mjs');

/** Whether a source is newer than what was built of it; a package that npm installed has no sources. */
export function isStale() {
  const built = statSync(outfile, { throwIfNoEntry: false });
  if (!built) return true;
  const sources = readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' });
  return ['package.json', 'build.mjs', ...sources.map((name) => path.join('src', name))].some(
    (name) => (statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) > built.mtimeMs,
  );
}

/** Two that build at once do not disturb one another: each writes a file of its own and renames it. */
export async function build() {
  const { build: bundle } = await import('esbuild');
  const draft = `${outfile}.${process.pid}`;
  try {
    await bundle({
      entryPoints: [path.join(folder, 'src', 'main.ts')],
      outfile: draft,
      bundle: true,
      platform: 'node',
      target: 'node20.9',
      format: 'esm',
      charset: 'utf8',
      legalComments: 'inline',
      logLevel: 'error',
      // Packages in CommonJS ask for Node's own modules by `require`.
      banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    });
    renameSync(draft, outfile);
  } finally {
    rmSync(draft, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
