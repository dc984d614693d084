// npx tsx bench/spawn.ts
// How long this process stands still while it starts a program, small and as large as a server: by itself, and through
// the launcher, which does that for it. Then how large the launcher has become.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, launcherPid } from '@/lib/process/launch';
import { percentile } from './statistics';

const ROUNDS = 100;
const SIZES_MB = [0, 100, 300, 600];
const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'production' as const };
/** Until node gives back what it does not use. */
const REST_MS = 20_000;
const ballast: Buffer[] = [];

const WAYS = {
  itself: async () => void (await once(spawn('true', [], { env, stdio: 'pipe' }), 'close')),
  'the launcher': async () => void (await (await launch('true', [], { env, cwd: '/' })).ended),
  'the launcher, bounded': async () =>
    void (await (
      await launch('true', [], { env, cwd: '/', memoryBytes: 256 * 1024 ** 2 })
    ).ended),
  'simple-git in the launcher, bounded': async () =>
    void (await (
      await launch('true', ['x'], { env, cwd: '/', memoryBytes: 256 * 1024 ** 2, input: '' })
    ).ended),
};

/** Resident memory of the launcher in MB. */
async function launcherMegabytes(): Promise<number> {
  const status = readFileSync(`/proc/${await launcherPid()}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

// Until it has loaded all of it.
await WAYS['the launcher']();
await sleep(1000);
const small = await launcherMegabytes();

/** Milliseconds until the program has ended, and how long the event loop stood still at most. */
async function measure(run: () => Promise<void>): Promise<{ took: number; stood: number }> {
  let longest = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await sleep(5);
  longest = 0;
  const start = performance.now();
  await run();
  const took = performance.now() - start;
  await sleep(2);
  clearInterval(ticking);
  return { took, stood: longest };
}

console.log('| memory | started by | stands still p50 | p95 | until it has ended p50 | p95 |');
console.log('| ---: | --- | ---: | ---: | ---: | ---: |');
for (const size of SIZES_MB) {
  while (ballast.length < size) ballast.push(Buffer.alloc(1024 * 1024, 1));
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  const ways = Object.entries(WAYS).map(([name, run]) => ({ name, run, took: [] as number[], stood: [] as number[] }));
  for (const { run } of ways) await run();
  // In turn: what else the machine does meanwhile is the same for all of them.
  for (let i = 0; i < ROUNDS; i++) {
    for (const { run, took, stood } of ways) {
      const one = await measure(run);
      took.push(one.took);
      stood.push(one.stood);
    }
  }
  for (const { name, took, stood } of ways) {
    const cells = [stood, took].flatMap((all) => [50, 95].map((p) => `${percentile(all, p).toFixed(1)} ms`));
    console.log(`| ${memory} MB | ${name} | ${cells.join(' | ')} |`);
  }
}
const large = await launcherMegabytes();
await sleep(REST_MS);
const rested = await launcherMegabytes();
console.log(
  `\nThe launcher: ${small.toFixed(0)} MB at first, ${large.toFixed(0)} MB after all of them, ${rested.toFixed(0)} MB after a rest.`,
);
