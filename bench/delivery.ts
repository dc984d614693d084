// npm run bench delivery [-- --files 20000 --rounds 5 --hosts 20]
// Measures deliveries beside a bare rsync of the same tree over the same ssh, in turn: nothing to do, a small change, everything
// for the first time; and many hosts side by side. The hosts are sshds on loopback, on the same processor as everything else.
import { execFile } from 'node:child_process';
import { cp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import pLimit from 'p-limit';
import type { TargetHost } from '@/e2e/servers/target-host';
import { openBoth } from '@/lib/release/send/open-both';
import { sendRelease } from '@/lib/release/send/send-release';
import type { ReleaseMode } from '@/lib/release/spec';
import { startTestHosts, type TestHosts, type TestPlace } from '@/lib/release/testing';
import { percentile } from './statistics';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    hosts: { type: 'string', default: '20' },
  },
});
const FILES = Number(values.files);
const ROUNDS = Number(values.rounds);
const HOSTS = Number(values.hosts);
const CHANGED = 20;
/** As FRESHET_CONCURRENT_DELIVERIES is if nobody sets it. */
const SIDE_BY_SIDE = 8;
const run = promisify(execFile);
let changes = 0;
let aside = 0;

const hosts = await startTestHosts();
try {
  await measure(hosts);
} finally {
  await hosts.close();
}
// The embedded database of tests stays, for a next file of them.
process.exit(0);

async function measure(all: TestHosts): Promise<void> {
  const host = await all.start();
  const open = await all.open(host);
  const site = await all.place(open, path.join(host.root, 'site'), files());
  const staged = await site.stage();
  const plain = path.join(all.root, 'plain');
  await cp(staged.folder, plain, { recursive: true, preserveTimestamps: true });
  await staged.close();
  console.log(`${staged.fileCount} files, ${(staged.sizeBytes / 1e6).toFixed(0)} MB\n`);
  console.log(
    '| milliseconds, median | Freshet | of it staging | bare rsync | ratio | on the wire | bare |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  );
  const bare = path.join(host.root, 'bare');
  await compare('first delivery', host, {
    before: async () => await putAside(path.join(all.ctx.env.dataDir, 'deliveries')),
    ours: async (round) => await deliver(all, host, { ...site, path: `${site.path}-${round}` }),
    theirs: async (round) => await bareRsync(open.rsh, plain, `${bare}-${round}`),
  });
  await deliver(all, host, site);
  await bareRsync(open.rsh, plain, bare);
  await compare(`${CHANGED} changed files`, host, {
    before: async () => await change(site, plain),
    ours: async () => await deliver(all, host, site),
    theirs: async () => await bareRsync(open.rsh, plain, bare),
  });
  await compare('nothing to do', host, {
    ours: async () => await deliver(all, host, site),
    theirs: async () => await bareRsync(open.rsh, plain, bare),
  });
  const inPlace = { ...site, path: `${site.path}-in-place` };
  await deliver(all, host, inPlace, 'in_place');
  await compare(`${CHANGED} changed files, in place`, host, {
    before: async () => await change(site, plain),
    ours: async () => await deliver(all, host, inPlace, 'in_place'),
    theirs: async () => await bareRsync(open.rsh, plain, bare),
  });
  await sideBySide(all);
}

/** `ours` returns how long the staging of it took. */
async function compare(
  what: string,
  host: TargetHost,
  work: {
    before?: () => Promise<void>;
    ours: (round: number) => Promise<number>;
    theirs: (round: number) => Promise<void>;
  },
): Promise<void> {
  const times = { ours: [] as number[], staging: [] as number[], theirs: [] as number[] };
  let ourBytes = 0;
  let theirBytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await work.before?.();
    host.bytes();
    const started = performance.now();
    times.staging.push(await work.ours(round));
    times.ours.push(performance.now() - started);
    ourBytes = total(host);
    const then = performance.now();
    await work.theirs(round);
    times.theirs.push(performance.now() - then);
    theirBytes = total(host);
  }
  const [ours, staging, theirs] = [times.ours, times.staging, times.theirs].map((list) => percentile(list, 50));
  console.log(
    `| ${what} | ${ours?.toFixed(0)} | ${staging?.toFixed(0)} | ${theirs?.toFixed(0)} | ${((ours ?? 0) / (theirs ?? 1)).toFixed(2)}× | ${kilobytes(ourBytes)} | ${kilobytes(theirBytes)} |`,
  );
}

function total(host: TargetHost): number {
  const { sent, received } = host.bytes();
  return sent + received;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

/** Nothing is staged any more. Not deleted: ext4 makes new files slowly for half a minute after many were. */
async function putAside(folder: string): Promise<void> {
  aside += 1;
  await rename(folder, `${folder}-${aside}`);
}

/** From a commit to a live tree: staged, signed in, sent. */
async function deliver(
  all: TestHosts,
  host: TargetHost,
  site: TestPlace,
  mode: ReleaseMode = 'releases',
): Promise<number> {
  const started = performance.now();
  let stagedAfter = 0;
  const staging = site.stage().finally(() => {
    stagedAfter = performance.now() - started;
  });
  const [staged, open] = await openBoth(staging, all.open(host));
  try {
    await sendRelease(open, staged, site.spec(staged, { path: site.path, mode }));
  } finally {
    await Promise.all([open.close(), staged.close()]);
  }
  return stagedAfter;
}

/** With a connection of its own, as a person would run it. */
async function bareRsync(rsh: string, from: string, to: string): Promise<void> {
  await run('rsync', ['-a', '--delete', '-e', `${rsh} -o ControlPath=none`, '--', `${from}/`, `target:${to}/`]);
}

async function change(site: TestPlace, plain: string): Promise<void> {
  changes += 1;
  const changed = Object.fromEntries(
    Array.from({ length: CHANGED }, (_, at) => [
      name(at * Math.floor(FILES / 10 / CHANGED)),
      `${text(at)} changed ${changes}`,
    ]),
  );
  await site.repo.commit(changed);
  const staged = await site.stage();
  for (const file of Object.keys(changed)) {
    await rm(path.join(plain, file));
    await cp(path.join(staged.folder, file), path.join(plain, file), { preserveTimestamps: true });
  }
  await staged.close();
}

async function sideBySide(all: TestHosts): Promise<void> {
  const many = await Promise.all(Array.from({ length: HOSTS }, () => all.start()));
  const first = await all.open(many[0] as TargetHost);
  const site = await all.place(first, '/srv/unused', files().slice(0, FILES / 10));
  const staged = await site.stage();
  const plain = path.join(all.root, 'plain-few');
  await cp(staged.folder, plain, { recursive: true, preserveTimestamps: true });
  await staged.close();
  const limit = pLimit(SIDE_BY_SIDE);
  const connections = await Promise.all(many.map((host) => limit(() => all.open(host))));
  const each = async (work: (host: TargetHost, at: number) => Promise<unknown>) => {
    const started = performance.now();
    await Promise.all(many.map((host, at) => limit(() => work(host, at))));
    return performance.now() - started;
  };
  const to = (host: TargetHost) => ({ ...site, path: path.join(host.root, 'site') });
  const ours = async () => await each((host) => deliver(all, host, to(host)));
  const theirs = async () =>
    await each((host, at) => bareRsync(connections[at]?.rsh ?? '', plain, path.join(host.root, 'bare')));
  console.log(`\n${HOSTS} hosts, ${SIDE_BY_SIDE} at a time, ${staged.fileCount} files:\n`);
  console.log('| seconds | Freshet | bare rsync |\n| --- | ---: | ---: |');
  const line = (what: string, a: number, b: number) =>
    console.log(`| ${what} | ${(a / 1000).toFixed(1)} | ${(b / 1000).toFixed(1)} |`);
  line('first delivery', await ours(), await theirs());
  await change(site, plain);
  line(`${CHANGED} changed files`, await ours(), await theirs());
  line('nothing to do', await ours(), await theirs());
}

function files(): [string, string][] {
  return Array.from({ length: FILES }, (_, at) => [name(at), text(at)]);
}

function name(at: number): string {
  return `folder-${at % 200}/part-${at % 7}/file-${at}.txt`;
}

/** 4 kB on average, each its own. */
function text(at: number): string {
  return `${at} ${'line of a file that is delivered\n'.repeat(1 + (at % 250))}`;
}
