// Makes one file of plain JavaScript that needs no packages: what `npm pack` packs, and what runs from a checkout.
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));
export const outfile = path.join(folder, 'dist', 'freshet.mjs');
/** What the licences of the packages in it ask to come along with every copy. */
const licences = path.join(folder, 'dist', 'LICENSES.txt');

/** Whether a source is newer than what was built of it; a package that npm installed has no sources. */
export function isStale() {
  const built = statSync(outfile, { throwIfNoEntry: false });
  if (!built) return true;
  const sources = readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' });
  return ['package.json', 'build.mjs', ...sources.map((name) => path.join('src', name))].some(
    (name) => (statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) > built.mtimeMs,
  );
}

const TEXT = '.txt';

/** Two that build at once do not disturb one another: each writes a file of its own and renames it. */
export async function build() {
  const { build: bundle } = await import('esbuild');
  const draft = `${outfile}.${process.pid}`;
  try {
    const { metafile } = await bundle({
      absWorkingDir: folder,
      metafile: true,
      alias: { debug: path.join(folder, 'src/api/no-debug.mjs') },
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
    writeFileSync(draft + TEXT, licencesOf(Object.keys(metafile.inputs)));
    renameSync(draft + TEXT, licences);
    renameSync(draft, outfile);
  } finally {
    for (const end of ['', TEXT]) rmSync(draft + end, { force: true });
  }
}

/** @param {string[]} inputs files, as paths from this folder */
function licencesOf(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const own = ['Freshet', readFileSync(path.join(folder, '../LICENSE'), 'utf8')];
  const others = [...packages].sort().map((name) => {
    const file = readdirSync(path.join(folder, name)).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} has no licence to pack.`);
    return [path.basename(name), readFileSync(path.join(folder, name, file), 'utf8')];
  });
  return [own, ...others].map(([name, text]) => `${name}\n\n${text?.trim()}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
