import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/errors';
import { type RunOptions, runGit } from './run';

// Each fresh copy of the modules waits for the end of this process.
process.setMaxListeners(40);
const folders: string[] = [];
const pathBefore = process.env.PATH;
afterEach(async () => {
  process.env.PATH = pathBefore;
  vi.resetModules();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** What git's trace says of a git server's answer. */
const ANSWERED = [
  '=> Send header: GET /r/info/refs?service=git-upload-pack HTTP/1.1',
  '<= Recv header: HTTP/1.1 200 OK',
  '<= Recv header: Content-Type: application/x-git-upload-pack-advertisement',
  '<= Recv header:',
]
  .map((line) => `echo '10:00:00.000000 http.c:756              ${line}' >&2`)
  .join('; ');

/** A folder that stands for the whole PATH, with a `git` of our own in it. */
async function fakeGit(script: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-fake-git-'));
  folders.push(folder);
  await writeFile(path.join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(folder, 'git'), 0o755);
  process.env.PATH = folder;
}

async function ask() {
  vi.resetModules();
  const { validateRemote } = await import('./remote-policy');
  const { listRemoteRefs } = await import('@/lib/git/remote/remote-refs');
  const remote = await validateRemote('http://127.0.0.1:9/r', { allowedHosts: ['127.0.0.1'] });
  return listRemoteRefs(remote, { timeoutMs: 10_000 });
}

describe('git on this machine', () => {
  it.each(['git version 2.30.2', 'git version 2.36.6', 'git version 1.9.1'])('%s is too old', async (version) => {
    await fakeGit(`echo "${version}"`);
    await expect(ask()).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('2.37 or newer') });
  });

  it.each(['git version 2.37.0', 'git version 2.39.5 (Apple Git-154)', 'git version 3.0.1'])(
    '%s will do',
    async (version) => {
      const refs = "printf '%040d\\tHEAD\\n' 1";
      await fakeGit(`if [ "$1" = --version ]; then echo "${version}"; else ${ANSWERED}; ${refs}; fi`);
      expect((await ask()).headSha).toBe(`${'0'.repeat(39)}1`);
    },
  );

  it('may be missing, which is said', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'freshet-no-git-'));
    folders.push(folder);
    process.env.PATH = folder;
    await expect(ask()).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('Is it installed'),
    });
  });

  it('that is killed is an error, not an empty answer', async () => {
    await fakeGit('if [ "$1" = --version ]; then echo "git version 2.39.5"; else kill -9 $$; fi');
    await expect(ask()).rejects.toMatchObject({ code: 'internal' });
  });

  it('gets the address after --end-of-options, and the token in no argument', async () => {
    await fakeGit('if [ "$1" = --version ]; then echo "git version 2.39.5"; else echo "fatal: $*" >&2; exit 128; fi');
    const error = await ask().catch((reason: Error) => reason);
    expect(String((error as Error).cause)).toContain(
      'ls-remote --symref --quiet --end-of-options http://127.0.0.1:9/r',
    );
  });
});

describe('a bounded command', () => {
  const count = async (script: string, options: RunOptions = {}) => {
    await fakeGit(script);
    return runGit(tmpdir(), { verb: 'rev-list', flags: ['--count'], operands: ['HEAD'] }, options);
  };

  it('gets our environment, its input and its arguments', async () => {
    const script = 'read -r line; echo "$line|$*|$GIT_DIR|$GIT_CONFIG_GLOBAL|$GIT_ALLOW_PROTOCOL|$FRESHET_PROGRAM"';
    expect(await count(script, { input: 'one\n' })).toBe(
      `one|rev-list --count --end-of-options HEAD|${path.resolve(tmpdir())}|/dev/null|none|\n`,
    );
  });

  it('that fails is an error with what it said', async () => {
    const error = await count("echo 'fatal: bad object HEAD' >&2; exit 128").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect(String((error as Error).cause)).toContain('rev-list ended with 128: fatal: bad object HEAD');
  });

  it('that crashes is told from one that failed', async () => {
    await expect(count('kill -SEGV $$')).rejects.toThrow('crashed');
  });

  it.each([
    ['says too much', 'x=0123456789abcdef; while :; do echo "$x$x$x$x$x$x$x$x"; done', 60_000, { code: 'limit' }],
    ['takes too long', 'while :; do /bin/sleep 0.05; done', 3000, { kind: 'timeout' }],
    ['takes too long and does not listen', 'trap "" TERM INT; while :; do :; done', 3000, { kind: 'timeout' }],
    ['is cancelled', 'while :; do /bin/sleep 0.05; done', 60_000, { message: 'git was cancelled.' }],
  ])('that %s is ended', async (how, script, timeoutMs, error) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'freshet-fake-pid-'));
    folders.push(folder);
    const abort = new AbortController();
    const failed = count(`echo $$ > ${folder}/pid; ${script}`, { timeoutMs, signal: abort.signal }).catch(
      (reason: unknown) => reason,
    );
    const file = path.join(folder, 'pid');
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/^\d+\n$/);
    const pid = Number(await readFile(file, 'utf8'));
    if (how === 'is cancelled') abort.abort();
    expect(await failed).toMatchObject(error);
    // If it had just begun it is ended a moment after whoever waits for it hears so.
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('programs', () => {
  it('are started by these files alone', async () => {
    const lib = path.resolve(import.meta.dirname, '../..');
    const names = await readdir(lib, { recursive: true });
    const starters: string[] = [];
    for (const name of names.filter((file) => file.endsWith('.ts') && !/\.test\.ts$/.test(file))) {
      const text = await readFile(path.join(lib, name), 'utf8');
      // A type starts nothing.
      if (/(?<!^import type [^;]*) from '(?:node:)?child_process'/m.test(text)) starters.push(name);
    }
    expect(starters.sort()).toEqual(['process/launcher-process.ts']);
  });

  it('are started with simple-git in the launcher alone', async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const users: string[] = [];
    for (const folder of ['app', 'db', 'inngest', 'lib', 'scripts']) {
      for (const name of await readdir(path.join(root, folder), { recursive: true })) {
        if (!/\.(ts|tsx|mjs)$/.test(name) || /\.test\.tsx?$/.test(name)) continue;
        const text = await readFile(path.join(root, folder, name), 'utf8');
        if (/['"]simple-git['"]/.test(text)) users.push(`${folder}/${name}`);
      }
    }
    expect(users).toEqual(['lib/process/simple-git.mjs']);
  });
});
