import { afterAll, expect, it } from 'vitest';
import { openWorld } from '@/lib/sync/testing';
import { closeSecretlint } from './scanners/secretlint';
import { scanned, setPath, withoutGitleaks, withSecret } from './testing';

openWorld();
afterAll(closeSecretlint);
it.each(['secretlint', 'gitleaks'])(
  '%s measure',
  async (scanner) => {
    if (scanner === 'secretlint') setPath(await withoutGitleaks(), { only: true });
    const body = (n: number) =>
      `export function f${n}(a, b) { return a * ${n} + b }\nconst password = process.env.PASSWORD;\n`.repeat(60);
    const files = Array.from({ length: 20000 }, (_, n) => [`dir${n % 200}/f${n}.ts`, body(n)] as const);
    const { scan, git } = await scanned(files);
    let t = Date.now();
    const r = await scan();
    console.log(scanner, 'first 20000 files, 100 MB', Date.now() - t, r.status, r.text.slice(0, 200));
    await git.commit(Array.from({ length: 20 }, (_, n) => [`dir${n}/f${n}.ts`, body(n + 1)] as const));
    t = Date.now();
    const s = await scan();
    console.log(scanner, '20 changed', Date.now() - t, s.status);
    t = Date.now();
    await scan();
    console.log(scanner, 'same commit', Date.now() - t);
    const big = Buffer.alloc(
      100 * 1024 ** 2,
      'The quick brown fox jumps over the lazy dog 0123456789 password token\n',
    );
    Buffer.from(withSecret()).copy(big, 99 * 1024 ** 2);
    await git.commit({ 'big.txt': big });
    t = Date.now();
    const b = await scan();
    console.log(scanner, '100 MB file', Date.now() - t, b.status, b.text, Math.round(process.memoryUsage().rss / 1e6));
    expect(1).toBe(1);
  },
  600_000,
);
