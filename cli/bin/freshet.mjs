#!/usr/bin/env node
// In a checkout the program is built when its sources are newer; a package that npm installed brings it built.
import { existsSync } from 'node:fs';

const sources = new URL('../src/main.ts', import.meta.url);
const built = new URL('../dist/freshet.mjs', import.meta.url);
try {
  if (existsSync(sources)) {
    const { build, isStale } = await import('../build.mjs');
    if (isStale()) await build();
  }
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`freshet could not be built from its sources: ${why}\nRun npm install in this repository.\n`);
  process.exit(1);
}
const { main } = await import(built.href);
await main();
