// The command line as a user runs it: installed from its package, against a real server, in a pipe and on a terminal.
import { spawn, spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ApiServer } from '@/e2e/servers/api-server';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import type { World } from '@/e2e/servers/world';
import { type Installed, installCli, resultOf } from './testing';
import { type CliWorld, startCliWorld } from './testing-world';

let made: CliWorld;
let world: World;
let server: ApiServer;
let cli: Installed;
let upstream: GitRepo;
let tokens: Record<'all' | 'read', string>;
/** What a shell would export. */
let as: Record<'all' | 'read' | 'visitor', Record<string, string>>;

beforeAll(async () => {
  [made, cli] = await Promise.all([startCliWorld(), installCli()]);
  ({ world, server } = made);
  tokens = {
    all: await made.token('everything', ['read', 'sync', 'write', 'admin']),
    read: await made.token('reader', ['read']),
  };
  as = { all: made.env(tokens.all), read: made.env(tokens.read), visitor: made.env() };
  upstream = await createRepo(world.upstreams, 'acme/rivers', {
    'README.md': '# Rivers\n\nThe rhine is long.\n',
    'src/evil\u001b]0;owned\u0007.txt': 'rhine \u001b[2J\u009b31m wipes\n',
    'logo.png': Buffer.from([0x89, 0x50, 0, 1, 2, 0xff, 0x0a]),
    'long.txt': Array.from({ length: 5000 }, (_, i) => `elbe ${i}\n`).join(''),
  });
});
afterAll(async () => {
  await made?.close();
  await cli?.remove();
});

beforeEach(() => {
  server.asked.length = 0;
});

it('adds a repository and waits for it, in a pipe without a word of progress', async () => {
  const added = await cli.run(['add', `${world.git.url}/acme/rivers.git`, '--org', 'acme', '--public', '--wait'], {
    env: as.all,
  });
  expect(added).toEqual({ code: 0, stderr: '', stdout: expect.any(String) });
  expect(added.stdout).toMatch(/^Added acme\/rivers \([0-9a-f-]{36}\)\.\nacme\/rivers {2}succeeded {2}.*\n$/);
  expect(await cli.run(['add', `${world.git.url}/acme/rivers.git`, '--org', 'acme'], { env: as.all })).toMatchObject({
    code: 5,
  });

  const list = await cli.run(['repos', 'river'], { env: as.read });
  expect(list).toMatchObject({ code: 0, stderr: '' });
  expect(list.stdout.split('\t').slice(0, 2)).toEqual(['acme/rivers', 'fresh']);
  expect(JSON.parse((await cli.run(['repos', '--json'], { env: as.read })).stdout)).toMatchObject([{ name: 'rivers' }]);
});

it('prints what grep would print in a pipe, and every match of a stream', async () => {
  const found = await cli.run(['search', 'rhine', 'long'], { env: as.visitor });
  expect(found).toEqual({ code: 0, stdout: 'acme/rivers:README.md:3:The rhine is long.\n', stderr: '' });
  const all = await cli.run(['search', '--all', 'elbe'], { env: as.visitor });
  expect(all.stdout.split('\n')).toHaveLength(5001);
  expect(all.stdout).toContain('acme/rivers:long.txt:5000:elbe 4999\n');
  const json = await cli.run(['search', '--all', '--json', 'file:README.md', 'rhine'], { env: as.visitor });
  expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'file', path: 'README.md', matches: [{ line: 3 }] });
  // What follows -- may begin with a dash; the name of the other file is written out.
  const other = await cli.run(['search', '--', 'rhine', '-long'], { env: as.visitor });
  expect(other.stdout).toMatch(/^acme\/rivers:src\/evil\\x1b\]0;owned\\x07\.txt:1:/);
  expect(await cli.run(['search', 'nowhereatall'], { env: as.visitor })).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('Nothing matches'),
  });
});

it('says nothing when its reader has seen enough', async () => {
  const piped = spawn('bash', ['-c', `set -o pipefail; "${cli.bin}" search --all elbe | head -n 1`], {
    env: { ...process.env, ...as.visitor },
  });
  expect(await resultOf(piped)).toEqual({ code: 0, stdout: 'acme/rivers:long.txt:1:elbe 0\n', stderr: '' });
});

it('prints a file byte by byte', async () => {
  const bytes = await cli.run(['cat', 'acme/rivers', 'logo.png'], { env: as.visitor });
  expect(bytes.code).toBe(0);
  expect(Buffer.from(bytes.stdout)).toEqual(
    Buffer.from(Buffer.from([0x89, 0x50, 0, 1, 2, 0xff, 0x0a]).toString('utf8')),
  );
  expect(await cli.run(['cat', 'acme/rivers:README.md', '--ref', 'main'], { env: as.visitor })).toEqual({
    code: 0,
    stdout: '# Rivers\n\nThe rhine is long.\n',
    stderr: '',
  });
  expect(await cli.run(['cat', 'acme/rivers', 'none.txt'], { env: as.visitor })).toMatchObject({ code: 3, stdout: '' });
  expect(await cli.run(['cat', 'acme/none', 'none.txt'], { env: as.visitor })).toMatchObject({ code: 3, stdout: '' });
});

it('syncs, waits, and lists the runs', async () => {
  await upstream.commit({ 'new.txt': 'weser\n' });
  const synced = await cli.run(['sync', 'acme/rivers', '--wait'], { env: as.all });
  expect(synced).toMatchObject({ code: 0, stderr: '' });
  expect(synced.stdout).toMatch(
    /^acme\/rivers {2}succeeded {2}[0-9a-f]{10}\.\.[0-9a-f]{10}, 1 commit, \+1 ~0 -0 files\n$/,
  );
  expect((await cli.run(['sync', '--all', '--wait'], { env: as.all })).stdout).toMatch(/^acme\/rivers {2}unchanged/);
  const runs = await cli.run(['runs', 'acme/rivers', '--limit', '2'], { env: as.read });
  expect(
    runs.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t').slice(1, 4)),
  ).toEqual([
    ['acme/rivers', 'unchanged', 'api'],
    ['acme/rivers', 'succeeded', 'api'],
  ]);
  expect(await cli.run(['sync'], { env: as.all })).toMatchObject({ code: 2 });
  expect(await cli.run(['sync', 'acme/rivers'], { env: as.read })).toMatchObject({ code: 4 });
  expect(await cli.run(['sync', 'acme/rivers'], { env: as.visitor })).toMatchObject({ code: 4 });
});

it('adds what a list names, and tells what was skipped', async () => {
  const list = `${world.git.url}/acme/rivers.git\nnot an address\n`;
  const done = await cli.run(['import', '--org', 'acme'], { env: as.all, input: list });
  expect(done).toMatchObject({ code: 1, stdout: '0 added, 0 changed, 1 here already, 1 skipped.\n' });
  expect(done.stderr).toMatch(/^Row 2/);
});

it('tells how the server is', async () => {
  const status = await cli.run(['status', '--check'], { env: as.read });
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(status.stdout).toContain('1 fresh');
});

it('makes, lists and revokes tokens', async () => {
  const made = await cli.run(['tokens', 'make', 'ci', '--scope', 'sync', '--repo', 'acme/rivers', '--days', '9'], {
    env: as.all,
  });
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^frs_[0-9A-Za-z]{36}\n$/) });
  const env = { FRESHET_URL: server.url, FRESHET_TOKEN: made.stdout.trim() };
  expect((await cli.run(['sync', 'acme/rivers'], { env })).code).toBe(0);
  expect((await cli.run(['tokens'], { env: as.all })).stdout).toContain('\tci\t');
  expect(await cli.run(['tokens', 'revoke', 'ci'], { env: as.all })).toMatchObject({
    code: 0,
    stdout: 'Revoked ci.\n',
  });
  expect((await cli.run(['sync', 'acme/rivers'], { env })).code).toBe(4);
});

it('keeps the token for its owner alone, and forgets it', async () => {
  const file = path.join(cli.folder, 'config', 'freshet', 'config.json');
  const wrong = await cli.run(['login', server.url], { input: `frs_${'0'.repeat(36)}\n` });
  expect(wrong).toMatchObject({ code: 4, stdout: '' });
  expect(wrong.stderr).not.toContain('frs_0000');
  await expect(stat(file)).rejects.toThrow('ENOENT');

  const login = await cli.run(['login', server.url], { input: `${tokens.read}\n` });
  expect(login).toMatchObject({
    code: 0,
    stdout: `Logged in to ${server.url}: token “reader” of ada@x.example, for read.\n`,
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ url: server.url, token: tokens.read });
  expect((await cli.run(['repos'])).stdout).toContain('acme/rivers');
  const argued = await cli.run(['login', server.url, '--token', tokens.all]);
  expect(argued).toMatchObject({ code: 0, stderr: expect.stringContaining('Warning: a token among the arguments') });
  expect(argued.stdout + argued.stderr).not.toContain(tokens.all);
  expect(await cli.run(['logout'])).toMatchObject({ code: 0 });
  expect(await cli.run(['repos'])).toMatchObject({ code: 2, stderr: expect.stringContaining('freshet login') });
});

it('asks on a terminal, and shows no token', async () => {
  const terminal = cli.onTerminal(['login']);
  await terminal.until('Address of the server');
  terminal.type(`${server.url}\r`);
  await terminal.until('Token: ');
  terminal.type(`${tokens.read}x\x7f\r`);
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toContain('Logged in to');
  expect(terminal.screen()).not.toContain(tokens.read.slice(0, 12));
  expect((await cli.run(['logout'])).code).toBe(0);
});

it('has colours on a terminal, and obeys nothing of what it shows', async () => {
  const terminal = cli.onTerminal(['search', '--no-pager', 'rhine'], { env: as.visitor });
  expect(await terminal.ended).toBe(0);
  const screen = terminal.screen();
  expect(screen).toContain('\x1b[36macme/rivers\x1b[0m \x1b[35mREADME.md\x1b[0m');
  expect(screen).toContain('\\x1b]0;owned\\x07.txt');
  expect(screen).toContain('\\x1b[2J\\x9b31m wipes');
  expect(screen).not.toContain('\x1b]0;');
  expect(screen).not.toContain('\x1b[2J');
  const plain = cli.onTerminal(['search', '--no-pager', 'rhine'], { env: { ...as.visitor, NO_COLOR: '1' } });
  expect(await plain.ended).toBe(0);
  expect(plain.screen()).not.toContain('\x1b[3');
  expect((await cli.run(['repos'], { env: { ...as.visitor, FORCE_COLOR: '1' } })).stdout).toContain('acme/rivers');
  const bytes = cli.onTerminal(['cat', 'acme/rivers', 'logo.png'], { env: as.visitor });
  expect(await bytes.ended).toBe(1);
  expect(bytes.screen()).toContain('That is no text');
});

it('pages on a terminal', async () => {
  const env = { ...as.visitor, PAGER: 'sed s/^/paged:/' };
  const terminal = cli.onTerminal(['search', 'rhine'], { env });
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toContain('paged:');
});

it('shows how far a sync is on a terminal, and Ctrl-C ends the wait', async () => {
  await upstream.commit({ 'held.txt': 'oder\n' });
  const release = world.git.hold({ match: 'acme/rivers' });
  const terminal = cli.onTerminal(['sync', 'acme/rivers', '--wait'], { env: as.all });
  await terminal.until('acme/rivers: fetch');
  terminal.type('\x03');
  expect(await terminal.ended).toBe(130);
  expect(terminal.screen().endsWith('\r\x1b[2K')).toBe(true);
  release();
  const rest = cli.onTerminal(['runs', '--follow', await openRun()], { env: as.all });
  expect(await rest.ended).toBe(0);
  expect(rest.screen()).toContain('succeeded');
});

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

async function openRun(): Promise<string> {
  const runs = JSON.parse((await cli.run(['runs', '--json', '--limit', '1'], { env: as.all })).stdout) as {
    id: string;
  }[];
  return runs[0]?.id ?? '';
}

it('completes commands, options and repositories', async () => {
  const complete = async (...words: string[]) =>
    (await cli.run(['__complete', '--', ...words], { env: as.read })).stdout.trimEnd().split('\n');
  expect(await complete('se')).toEqual(['search']);
  expect(await complete('search', '--re')).toEqual(['--repo']);
  expect(await complete('search', '--repo', 'acm')).toEqual(['acme/rivers']);
  expect(await complete('sync', 'acme/ri')).toEqual(['acme/rivers']);
  expect(await complete('tokens', 'rev')).toEqual(['revoke']);
  expect(await complete('completion', 'z')).toEqual(['zsh']);
  const bash = spawn(
    'bash',
    [
      '-c',
      `PATH="${path.dirname(cli.bin)}:$PATH"; source <(freshet completion bash); COMP_WORDS=(freshet sync acme/r); COMP_CWORD=2; _freshet; echo "\${COMPREPLY[@]}"`,
    ],
    { env: { ...process.env, ...as.read } },
  );
  expect(await resultOf(bash)).toEqual({ code: 0, stdout: 'acme/rivers\n', stderr: '' });
});

it.skipIf(!isInstalled('fish'))('completes in fish', async () => {
  const fish = spawn(
    'fish',
    ['--no-config', '-c', `freshet completion fish | source; complete -C 'freshet sync acme/r'`],
    {
      env: { ...process.env, ...as.read, PATH: `${path.dirname(cli.bin)}:${process.env.PATH}` },
    },
  );
  expect(await resultOf(fish)).toEqual({ code: 0, stdout: 'acme/rivers\n', stderr: '' });
});

it.skipIf(!isInstalled('zsh'))('completes in zsh', async () => {
  // What it would offer is told instead of offered: that takes a terminal and the line editor.
  const script = [
    'autoload -Uz compinit; compinit -u -D',
    'source <(freshet completion zsh)',
    '[[ $_comps[freshet] == _freshet ]] || exit 3',
    `compadd() { print -rl -- "\${(@P)argv[-1]}" }`,
    'words=(freshet sync acme/r) CURRENT=3; _freshet',
  ].join('\n');
  const zsh = spawn('zsh', ['-f', '-c', script], {
    env: { ...process.env, ...as.read, PATH: `${path.dirname(cli.bin)}:${process.env.PATH}` },
  });
  expect(await resultOf(zsh)).toEqual({ code: 0, stdout: 'acme/rivers\n', stderr: '' });
});

it('says where a backup is made', async () => {
  expect(await cli.run(['backup', 'x.tar'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('npm run backup'),
  });
});
