// An older tool's configuration taken over, and what it named delivered, verified and rolled back, from a shell.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startTargetHost, type TargetHost } from '@/e2e/servers/target-host';
import { checkoutCli, type Installed, type RunOptions } from './testing';
import { type CliWorld, startCliWorld } from './testing-world';

let made: CliWorld;
let cli: Installed;
let host: TargetHost;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-deliver-'));
  await mkdir(path.join(folder, 'host'));
  [made, cli, host] = await Promise.all([
    startCliWorld({ FRESHET_LOCAL_ROOTS: folder }),
    checkoutCli(),
    startTargetHost({ folder: path.join(folder, 'host') }),
  ]);
  env = made.env(await made.token('all', ['read', 'sync', 'write', 'admin']));
  git('init', '-q', '--initial-branch=main', source());
  await commit({ 'app.conf': 'one\n', 'debug.log': 'noise\n' });
});
afterAll(async () => {
  await made?.close();
  await host?.close();
  await cli?.remove();
  await rm(folder, { recursive: true, force: true });
});

const source = () => path.join(folder, 'ops', 'config');
const live = (name: string, file: string) => path.join(host.root, name, file);
const run = (args: string[], options: RunOptions = {}) => cli.run(args, { ...options, env });

function git(...args: string[]): void {
  const nobody = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const who = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@x.example',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@x.example',
  };
  execFileSync('git', args, { env: { ...process.env, ...nobody, ...who } });
}

async function commit(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(source(), name), text);
  git('-C', source(), 'add', '-A');
  git('-C', source(), 'commit', '-q', '-m', 'change');
}

it('shows what it would make of the file, makes it once asked, and no second time', async () => {
  const file = path.join(folder, 'config.yml');
  const at = `${host.user}@127.0.0.1`;
  await writeFile(
    file,
    [
      'repository:',
      `  main_repo_path: ${source()}`,
      '  vm_repo_paths:',
      `    web1: ssh://${at}:${host.port}${path.join(host.root, 'a')}`,
      `    web2: ssh://${at}:${host.port}${path.join(host.root, 'b')}`,
      '  rsync_excludes: [.git, "*.log"]',
      '  push_targets: [origin]',
    ].join('\n'),
  );
  const args = ['import-config', file, '--org', 'ops', '--mode', 'releases'];
  const plan = await run(args);
  expect(plan).toMatchObject({ code: 0, stderr: 'Nothing was changed. To do it: the same with --yes.\n' });
  expect(plan.stdout).toMatch(/repository {3}is made {2}ops\/config/);
  expect(plan.stdout).toMatch(/push target origin: it is no address/);
  expect(await run(['targets'])).toMatchObject({ code: 0, stdout: '' });

  const done = await run([...args, '--yes']);
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Made delivery') });
  const keys = [...done.stdout.matchAll(/^ {2}(ssh-ed25519 .+)$/gm)].map(([, key]) => key ?? '');
  expect(keys).toHaveLength(2);
  await host.authorize(keys.join('\n'));
  const again = await run([...args, '--yes']);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).not.toMatch(/is made|Made|Added/);
});

it('tries the targets, and says that nothing is there yet', async () => {
  const tried = await run(['targets', 'test', 'web1']);
  expect(tried).toEqual({ code: 0, stdout: expect.stringMatching(/^good {5}connection: /), stderr: '' });
  expect((await run(['targets'])).stdout.split('\n')[0]?.split('\t').slice(0, 2)).toEqual(['web1', 'ops']);
  await run(['sync', 'ops/config', '--wait']);
  const hosts = (await run(['deliveries', 'ops/config'])).stdout.trimEnd().split('\n');
  expect(hosts.map((line) => line.split('\t').slice(3, 5))).toEqual([
    ['web1', 'never'],
    ['web2', 'never'],
  ]);
  expect(await run(['verify', 'ops/config'])).toMatchObject({
    code: 6,
    stdout: expect.stringMatching(/^ops\/config {2}web1 {2}never/),
  });
  expect(await run(['verify'])).toMatchObject({ code: 2 });
  expect(await run(['deliver', 'ops/none'])).toMatchObject({ code: 3 });
  expect(await run(['deliver', 'ops/config', '--target', 'web9'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('web1, web2'),
  });
});

it('delivers to every host, finds what was edited there, and rolls back', async () => {
  const delivered = await run(['deliver', 'ops/config', '--wait']);
  expect(delivered).toMatchObject({ code: 0, stderr: '' });
  expect(delivered.stdout).toMatch(/^ops\/config {2}web1 {2}delivered {2}1 file, .*\nops\/config {2}web2 {2}delivered/);
  expect(await readFile(live('a', 'app.conf'), 'utf8')).toBe('one\n');
  await expect(readFile(live('a', 'debug.log'))).rejects.toThrow('ENOENT');
  expect(await run(['verify', '--org', 'ops', '--deep'])).toMatchObject({ code: 0 });

  await writeFile(live('b', 'app.conf'), 'by hand\n');
  const edited = await run(['verify', 'ops/config', '--deep']);
  expect(edited).toMatchObject({
    code: 6,
    stdout: expect.stringMatching(/web1 {2}in_sync.*\n.*web2 {2}changed.*\n {4}.*app\.conf/),
  });
  const forced = await run(['deliver', 'ops/config', '--target', 'web2', '--force', '--wait']);
  expect(forced).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ops\/config {2}web2 {2}delivered/) });
  expect(await readFile(live('b', 'app.conf'), 'utf8')).toBe('one\n');

  await commit({ 'app.conf': 'two\n' });
  await run(['sync', 'ops/config', '--wait']);
  expect(await run(['verify', 'ops/config', '--target', 'web1'])).toMatchObject({
    code: 6,
    stdout: expect.stringContaining('behind'),
  });
  expect((await run(['deliver', 'ops/config', '--wait'])).code).toBe(0);
  expect(await readFile(live('a', 'app.conf'), 'utf8')).toBe('two\n');
  expect(await run(['rollback', 'ops/config'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--target') });
  expect(await run(['rollback', 'ops/config', '--target', 'web1', '--wait'])).toMatchObject({ code: 0 });
  expect(await readFile(live('a', 'app.conf'), 'utf8')).toBe('one\n');
  expect((await run(['rollback', 'ops/config', '--target', 'web1', '--list'])).stdout).toMatch(/\tweb1\tlive\t/);
  const runs = (await run(['deliveries', '--runs', 'ops/config'])).stdout.trimEnd().split('\n');
  expect(runs.map((line) => line.split('\t').slice(1, 3))).toEqual([
    ['delivered', 'rollback'],
    ['delivered', 'api'],
    ['delivered', 'api'],
    ['delivered', 'api'],
  ]);
});

it('does not end well if its reader leaves before the end', async () => {
  const ask = async <T>(what: string, body?: object): Promise<T> => {
    const response = await fetch(`${env.FRESHET_URL}/api/v1/${what}`, {
      headers: { authorization: `Bearer ${env.FRESHET_TOKEN}`, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  };
  type Deliveries = { items: { id: string; repo: { id: string } }[] };
  const repoId = (await ask<Deliveries>('deliveries')).items[0]?.repo.id;
  const others = new Map<string, TargetHost>();
  for (const name of ['web3', 'web4']) {
    await mkdir(path.join(folder, name));
    const one = await startTargetHost({ folder: path.join(folder, name) });
    onTestFinished(() => one.close());
    const place = { org: 'ops', name, address: `${one.user}@127.0.0.1:${one.port}`, path: path.join(one.root, 'live') };
    const target = await ask<{ id: string; public_key: string }>('targets', place);
    await one.authorize(target.public_key);
    others.set((await ask<{ id: string }>('deliveries', { repo_id: repoId, target_ids: [target.id] })).id, one);
  }
  // They are told in this order: the second ends once the reader of the first is gone, the third after that.
  const order = (await ask<Deliveries>('deliveries')).items.map(({ id }) => others.get(id) ?? host);
  const [, second, third] = order as [TargetHost, TargetHost, TargetHost];
  for (const one of [second, third]) {
    one.hangNew();
    onTestFinished(() => one.serveNew());
  }
  const child = spawn(cli.bin, ['deliver', 'ops/config', '--wait', '--force'], {
    env: { ...process.env, ...env, XDG_CONFIG_HOME: folder },
  });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  await second.serveNew();
  // Connections that got no answer are lost, and tried again.
  await second.cut();
  expect(await ended).toEqual([1, null]);
});
