// Which integration tests say anything about the database that they run on: all others say the same on each.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const FOLDERS = ['app', 'bench', 'cli', 'db', 'e2e', 'grpc', 'inngest', 'lib', 'scripts'];
const TEST = /\.int\.test\.ts$/;
/** Opens databases for tests, and knows which kind is asked for. */
const OPENS = 'db/testing.ts';
/** Names the server by itself. */
const NAMES = 'FRESHET_TEST_DATABASE_URL';
/** About the embedded one alone, wherever it runs. */
const EMBEDDED = /^db\/embedded[^/]*$/;

/**
 * Integration tests, as paths from `root`, that open the database which the environment names: by their imports, to the
 * last one.
 * @param {string} root
 */
export function testsOfDatabase(root) {
  const files = new Set(
    FOLDERS.flatMap((folder) => {
      /** @type {string[]} */
      let names = [];
      try {
        names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
      } catch {
        // Not every folder is there in every version.
      }
      return names
        .filter((name) => /\.(?:tsx?|mjs)$/.test(name) && !name.includes('node_modules'))
        .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
    }),
  );
  /** @type {Map<string, string[]>} */
  const imports = new Map();
  /** @param {string} file */
  const importsOf = (file) => {
    const known = imports.get(file);
    if (known) return known;
    const found = importedBy(root, file, files);
    imports.set(file, found);
    return found;
  };
  return [...files]
    .filter((file) => TEST.test(file) && !EMBEDDED.test(file))
    .filter((file) => reaches(file, importsOf) || readFileSync(path.join(root, file), 'utf8').includes(NAMES))
    .sort();
}

/**
 * @param {string} root
 * @param {string} file
 * @param {Set<string>} files
 */
function importedBy(root, file, files) {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, file), 'utf8'), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('@/') && !fileName.startsWith('.')) return [];
    const at = fileName.startsWith('@/') ? fileName.slice(2) : path.posix.join(path.posix.dirname(file), fileName);
    return ['', '.ts', '.tsx', '.mjs', '/index.ts'].map((end) => at + end).filter((name) => files.has(name));
  });
}

/**
 * @param {string} file
 * @param {(file: string) => string[]} importsOf
 */
function reaches(file, importsOf) {
  const seen = new Set([file]);
  const open = [file];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === OPENS) return true;
    for (const next of importsOf(at)) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}
