// npm run bench -- --big <bare repo of 20,000+ files> --load <bare repo>[,<bare repo>…] [--native postgres://…] [--quick]
// Measures the product as it is built, over HTTP, on the embedded database and, if given, on a native one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startGitServer } from '../e2e/servers/git/git-http';
import { type App, startApp } from './app';
import { databaseBytes, firstIndex, lastRun } from './first-index';
import { freshDatabase } from './fresh-database';
import { pollDuringSyncs } from './reader';
import { percentile } from './statistics';
import { changedSync, row, unchangedSync } from './sync-latency';
import { measureDuring } from './under-load';
import { makeUpstream } from './upstream';

const { values } = parseArgs({
  options: {
    big: { type: 'string' },
    load: { type: 'string' },
    native: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
if (!values.big) {
  console.error(
    'Usage: npm run bench -- --big <bare repository> [--load <bare>,<bare>] [--native postgres://…] [--quick]',
  );
  process.exit(2);
}
const rounds = values.quick ? 5 : 20;
const root = await mkdtemp(path.join(tmpdir(), 'freshet-bench-upstreams-'));
const server = await startGitServer({ root });
try {
  if (values.native) await measure('native Postgres', await freshDatabase(values.native));
  await measure('embedded', undefined);
} finally {
  await server.close();
  await rm(root, { recursive: true, force: true });
}

async function measure(title: string, databaseUrl: string | undefined): Promise<void> {
  console.log(`\n## ${title}\n`);
  const bigSource = values.big ?? '';
  const big = await makeUpstream(root, 'big', [bigSource]);
  const small = await makeUpstream(root, 'small', [bigSource], 10);
  const app = await startApp(databaseUrl);
  try {
    const empty = await databaseBytes(app, databaseUrl);
    const addedBig = await firstIndex(app, big, `${server.url}/big.git`);
    const full = await databaseBytes(app, databaseUrl);
    console.log(
      `First index of ${big.files} files, ${(big.bytes / 1e6).toFixed(1)} MB: ${addedBig.indexSeconds.toFixed(1)} s to searchable, **${addedBig.megabytesPerSecond.toFixed(2)} MB/s**; ${addedBig.totalSeconds.toFixed(1)} s with ${addedBig.chunks} chunks embedded. Database ${((full - empty) / 1e6).toFixed(0)} MB = **${((full - empty) / big.bytes).toFixed(2)}×** source.\n`,
    );
    const addedSmall = await firstIndex(app, small, `${server.url}/small.git`);

    console.log('| milliseconds | p50 | p95 | n |\n| --- | --- | --- | --- |');
    const inBig = await changedSync(app, addedBig, 20, rounds);
    console.log(row(`20 changed files in ${big.files}: request → searchable`, inBig));
    const run = await lastRun(app, addedBig.id);
    const inSmall = await changedSync(app, addedSmall, 20, rounds);
    console.log(row(`20 changed files in ${small.files}: request → searchable`, inSmall));
    const unchanged = await unchangedSync(app, addedBig, rounds);
    console.log(row('unchanged sync', unchanged.sync));
    console.log(row('bare git ls-remote', unchanged.bare));
    const ratio = percentile(inBig, 50) / percentile(inSmall, 50);
    const over = percentile(unchanged.sync, 50) - percentile(unchanged.bare, 50);
    console.log(
      `\nBig over small: **${ratio.toFixed(2)}×**. Unchanged sync over ls-remote: **${over.toFixed(0)} ms**. Last changed sync: ${run.chunks_embedded} chunks embedded, ${run.chunks_reused} reused.\n`,
    );

    const reader = await pollDuringSyncs(app, addedBig, 20, values.quick ? 10 : 50);
    console.log(
      `Reader during ${reader.syncs} syncs: ${reader.polls} polls, **${reader.missing} missing, ${reader.mixed} half-published**.\n`,
    );
    if (values.load) await load(app, values.load.split(','));
  } finally {
    await app.close();
  }
}

async function load(app: App, sources: string[]): Promise<void> {
  const large = await makeUpstream(root, 'large', sources);
  const report = await measureDuring(app, 'return', () => firstIndex(app, large, `${server.url}/large.git`));
  console.log(
    `While ${large.files} files, ${(large.bytes / 1e6).toFixed(0)} MB are indexed: health p95 **${percentile(report.health, 95).toFixed(0)} ms** (${report.health.length} polls), search p95 **${percentile(report.search, 95).toFixed(0)} ms** (${report.search.length} polls), ${report.failures} failures, web process at most **${report.peakWebMegabytes.toFixed(0)} MB**.\n`,
  );
}
