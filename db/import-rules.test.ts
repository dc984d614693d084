// The import rules are only worth something if the linter really refuses what they forbid.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const forbidden: [from: string, to: string][] = [
  ['lib/repos/x.ts', 'next/headers'],
  ['lib/repos/x.ts', 'next-auth'],
  ['lib/repos/x.ts', 'react'],
  ['lib/repos/x.ts', 'inngest'],
  ['lib/repos/x.ts', '@/app/_http/respond'],
  ['lib/repos/x.ts', '../../app/_http'],
  ['lib/repos/x.ts', '@/inngest/client'],
  ['lib/search/x.ts', '@/lib/git/runner/run'],
  ['lib/search/x.ts', '../git/runner/run'],
  ['lib/search/retrieve/x.ts', '../../git/runner/run'],
  ['lib/search/x.ts', '@/lib/indexing/plan/plan'],
  ['lib/search/x.ts', '@/lib/sync/request/request-sync'],
  ['lib/search/x.ts', 'next/cache'],
  ['lib/text/x.ts', '@/lib/search/search'],
  ['lib/text/x.ts', '@/lib/indexing/plan/plan'],
  ['lib/text/x.ts', '@/lib/git/runner/run'],
  ['db/x.ts', '@/lib/repos/repo'],
  ['db/x.ts', '@/lib/errors'],
  ['db/x.ts', '@/lib/log'],
  ['db/x.ts', '../lib/repos/repo'],
  ['db/x.ts', '@/app/_http/respond'],
  ['db/x.ts', 'inngest'],
  ['inngest/functions/x.ts', '@/app/_http/respond'],
];

const allowed: [from: string, to: string][] = [
  ['lib/repos/x.ts', '@/db/client'],
  ['lib/search/x.ts', '@/lib/text/tokenize'],
  ['lib/indexing/x.ts', '@/lib/text/tokenize'],
  ['lib/indexing/x.ts', '@/lib/git/read/tree'],
  ['inngest/functions/x.ts', '@/lib/sync/request/request-sync'],
  ['app/x.ts', '@/lib/repos/repo'],
];

const key = (from: string, to: string) => `${from} imports ${to}`;
let folder: string;
const refused = new Set<string>();

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-lint-'));
  const config = JSON.parse(readFileSync('biome.json', 'utf8'));
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
  const written = [...forbidden, ...allowed].map(([from, to], n) => {
    const file = path.join(path.dirname(from), `x${n}.ts`);
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), `import { a } from '${to}';\n\nexport const b = a;\n`);
    return { file, key: key(from, to) };
  });
  const biome = path.resolve('node_modules/@biomejs/biome/bin/biome');
  const { stdout } = spawnSync(
    process.execPath,
    [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  for (const { file, key } of written) if (stdout.includes(file)) refused.add(key);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('imports', () => {
  test.each(forbidden)('%s may not import %s', (from, to) => {
    expect(refused).toContain(key(from, to));
  });

  test.each(allowed)('%s may import %s', (from, to) => {
    expect(refused).not.toContain(key(from, to));
  });
});
