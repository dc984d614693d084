// Measures the git house: clones through Freshet beside `git http-backend` alone, pushes until they are searchable, and
// searching while many clone at once.
//   npx tsx bench/serving.ts --repo /path/to/bare-repository [--native postgres://…] [--rounds 5] [--clones 50] [--pushes 30]
// The product must be built (npm start does). Without --native on the embedded database.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { startGitServer } from '../e2e/servers/git/git-http';
import { createRepo } from '../e2e/servers/git/git-repo';
import { type App, startApp } from './app';
import { cloneElsewhere } from './clone-clients';
import { freshDatabase } from './fresh-database';
import { percentile, timed } from './statistics';
import { untilIdle } from './sync-latency';
import { git } from './upstream';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    native: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    clones: { type: 'string', default: '50' },
    pushes: { type: 'string', default: '30' },
  },
});
if (!values.repo) throw new Error('Which repository? --repo /path/to/bare-repository');

const run = promisify(execFile);
const folder = await mkdtemp(path.join(tmpdir(), 'freshet-bench-'));
const root = path.join(folder, 'upstreams');
await mkdir(path.join(root, 'acme'), { recursive: true });
await symlink(path.resolve(values.repo), path.join(root, 'acme/large.git'));
const upstream = await startGitServer({ root });
const app = await startApp(values.native ? await freshDatabase(values.native) : undefined);
try {
  say(`\n## ${values.native ? 'native Postgres' : 'embedded'}\n`);
  await cloneBeside();
  await pushUntilSearchable();
  await cloneTogether();
} finally {
  await app.close();
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
}

/** The same repository from both, in turn. */
async function cloneBeside(): Promise<void> {
  const added = await app.api<{ id: string; size_bytes: number }>('POST', '/api/v1/repos', {
    url: `${upstream.url}/acme/large.git`,
    is_public: true,
  });
  await untilIdle(app, added.id);
  const bare: number[] = [];
  const ours: number[] = [];
  for (let i = 0; i < Number(values.rounds); i++) {
    bare.push(await timed(() => clone(`${upstream.url}/acme/large.git`)));
    ours.push(await timed(() => clone(`${app.url}/acme/large.git`)));
  }
  const ratio = percentile(ours, 50) / percentile(bare, 50);
  say('| clone, seconds | p50 | max |\n| --- | --- | --- |');
  for (const [title, times] of [
    ['git http-backend alone', bare],
    ['Freshet', ours],
  ] as const) {
    say(`| ${title} | ${(percentile(times, 50) / 1000).toFixed(1)} | ${(Math.max(...times) / 1000).toFixed(1)} |`);
  }
  say(`\nFreshet over git alone: ${ratio.toFixed(2)}×\n`);
}

/** Milliseconds from the end of a push, and from its beginning, until what was pushed is found. */
async function pushUntilSearchable(): Promise<void> {
  const { id } = await app.api<{ id: string }>('POST', '/api/v1/repos', { org: 'acme', name: 'own', is_public: true });
  const work = await createRepo(folder, 'work/own', { 'a.txt': 'calm\n' });
  const push = () => git(work.dir, ['push', '-q', `${app.url}/acme/own.git`, 'main']);
  await push();
  await untilIdle(app, id);
  const since = { end: [] as number[], beginning: [] as number[] };
  for (let i = 0; i < Number(values.pushes); i++) {
    const word = `pushed${randomBytes(8).toString('hex')}`;
    await work.commit({ 'a.txt': `${word}\n` });
    const startedAt = performance.now();
    await push();
    const endedAt = performance.now();
    while ((await app.api<{ count: number }>('GET', `/api/v1/search?q=${word}&limit=1`)).count === 0) await sleep(5);
    since.end.push(performance.now() - endedAt);
    since.beginning.push(performance.now() - startedAt);
    await untilIdle(app, id);
  }
  say('| push until searchable, milliseconds | p50 | p95 |\n| --- | --- | --- |');
  say(`| from its end | ${ms(since.end, 50)} | ${ms(since.end, 95)} |`);
  say(`| from its beginning | ${ms(since.beginning, 50)} | ${ms(since.beginning, 95)} |\n`);
}

/** Searching by one client, before and while many clone the same repository: elsewhere, and with git on this machine. */
async function cloneTogether(): Promise<void> {
  const count = Number(values.clones);
  const url = `${app.url}/acme/large.git`;
  const alone = await searchWhile(app, sleep(5000));
  const elsewhere = cloneElsewhere(url, count);
  const besideOthers = await searchWhile(app, elsewhere);
  const { done, failed, bytes } = await elsewhere;
  const here = await gitsTogether(url, count);
  say(`${count} clones at once (--depth=1): ${done} done, ${failed} failed, ${(bytes / 1e6).toFixed(0)} MB.`);
  say(`The same by git on this machine: ${here.done} done, ${here.failed} failed, in ${here.seconds} s.\n`);
  say('| search, milliseconds | p50 | p95 | searches |\n| --- | --- | --- | --- |');
  for (const [title, times] of [
    ['alone', alone],
    ['while they clone', besideOthers],
    ['while gits clone and unpack on the same cores', here.searches],
  ] as const) {
    say(`| ${title} | ${ms(times, 50)} | ${ms(times, 95)} | ${times.length} |`);
  }
}

async function gitsTogether(url: string, count: number) {
  const outcome = { done: 0, failed: 0 };
  const startedAt = performance.now();
  const clones = Promise.all(
    Array.from({ length: count }, () =>
      clone(url, ['--depth=1'], ['nice', '-n', '19']).then(
        () => outcome.done++,
        () => outcome.failed++,
      ),
    ),
  );
  const searches = await searchWhile(app, clones);
  return { ...outcome, searches, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) };
}

async function searchWhile(app: App, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  void work.finally(() => (isOver = true));
  for (let i = 0; !isOver; i++) {
    const q = ['error', 'return value', 'config', 'def main', 'import'][i % 5] ?? '';
    times.push(await timed(() => app.api('GET', `/api/v1/search?q=${encodeURIComponent(q)}`)));
  }
  return times;
}

async function clone(url: string, options: string[] = [], before: string[] = []): Promise<void> {
  const into = await mkdtemp(path.join(folder, 'clone-'));
  try {
    const [program = 'git', ...words] = [...before, 'git', 'clone', '-q', '--bare', ...options, url];
    await run(program, [...words, path.join(into, 'copy.git')]);
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

function ms(times: readonly number[], p: number): string {
  return percentile(times, p).toFixed(0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
