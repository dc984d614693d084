import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { type LaunchOptions, launch, launcherPid } from './launch';
import type { Launched } from './order';

const PATH = process.env.PATH ?? '';
const temporary = mkdtempSync(path.join(tmpdir(), 'freshet-test-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const sockets = () => readdirSync(temporary).filter((name) => name.startsWith('freshet-launcher-'));

const start = (file: string, args: string[] = [], env: Record<string, string> = { PATH }) =>
  launch(file, args, { env, cwd: '/' });
const sh = (script: string) => start('sh', ['-c', script]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const gone = (pid: number) => expect.poll(() => isAlive(pid)).toBe(false);

/** A process of its own that starts what `script` says and tells its pid. */
function elsewhere(script: string): ChildProcess {
  const code = `import { launch, launcherPid } from './lib/process/launch.ts';
    const o = { env: { PATH: process.env.PATH }, cwd: '/' };
    ${script}`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary },
  });
}

describe('a program', () => {
  it('reads what it is given and says what it says, however much', async () => {
    const { stdin, stdout, ended } = await start('cat');
    const much = randomBytes(8 * 1024 * 1024);
    stdin.end(much);
    expect((await buffer(stdout)).equals(much)).toBe(true);
    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  it('ends with its own status, and with what it says besides', async () => {
    const { stdin, stdout, stderr, ended } = await sh('echo out; echo err >&2; exit 7');
    stdin.end();
    expect(await Promise.all([text(stdout), text(stderr)])).toEqual(['out\n', 'err\n']);
    expect(await ended).toEqual({ exitCode: 7, signal: null });
  });

  it('has exactly the environment and the place that it is given, and a group of its own', async () => {
    const { pid, stdout } = await start('/usr/bin/env', ['sh', '-c', 'echo $PPID; pwd; export -p'], { PATH, A: 'ü b' });
    const [parent, place, ...variables] = (await text(stdout)).trim().split('\n');
    expect(Number(parent)).toBe(await launcherPid());
    expect(place).toBe('/');
    expect(variables.join('\n')).toContain('ü b');
    expect(variables.join('\n')).not.toMatch(/NODE_|HOME=/);
    expect(pid).not.toBe(process.pid);
  });

  it('that is not there is an error with its code', async () => {
    await expect(start('/nowhere/git')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(start('/etc')).rejects.toMatchObject({ code: 'EACCES' });
  });

  it('ends though nobody reads what it said, and when its reader has enough', async () => {
    const unread = await sh('echo unread');
    expect(await unread.ended).toEqual({ exitCode: 0, signal: null });
    const endless = await sh('while :; do echo more; done');
    for await (const chunk of endless.stdout) if (chunk.length > 0) break;
    expect((await endless.ended).signal ?? 'its own end').toMatch(/SIGPIPE|its own end/);
  });

  it('is one of many without a mix-up', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, (_, n) => sh(`cat; echo ${n}`)));
    all.forEach(({ stdin }, n) => void stdin.end(`in ${n} `));
    expect(await Promise.all(all.map(({ stdout }) => text(stdout)))).toEqual(all.map((_, n) => `in ${n} ${n}\n`));
  });
});

describe('a command with its input', () => {
  /** A program that is this script, run by simple-git. */
  const run = (script: string, options: Partial<LaunchOptions> = {}, args: string[] = ['word']) => {
    const file = path.join(temporary, `program ${randomUUID()}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return launch(file, args, { env: { PATH }, cwd: '/', input: '', ...options });
  };

  it('reads all of it, however much, says what it says, and ends with its own status', async () => {
    const input = randomBytes(8 * 1024 * 1024);
    const { stdout, stderr, ended } = await run('cat; echo err >&2; exit 7', { input });
    const [said, words] = await Promise.all([buffer(stdout), text(stderr)]);
    expect(said.equals(input)).toBe(true);
    expect(words).toBe('err\n');
    expect(await ended).toEqual({ exitCode: 7, signal: null });
  });

  it.each([undefined, 256 * 1024 ** 2])('has its environment and its memory alone: %s bytes', async (memoryBytes) => {
    const env = { PATH, GIT_DIR: 'ü b', GIT_CONFIG_COUNT: '0' };
    const { stdout } = await run('echo "$@"; pwd; ulimit -d; exec /usr/bin/env', { env, memoryBytes }, ['a', 'b c']);
    const [words, place, kept, ...variables] = (await text(stdout)).trim().split('\n');
    expect([words, place]).toEqual(['a b c', '/']);
    if (process.platform === 'linux' && memoryBytes !== undefined) expect(kept).toBe(String(memoryBytes / 1024));
    const theirs = variables.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line)).sort();
    expect(theirs).toEqual([
      'GIT_CONFIG_COUNT=0',
      'GIT_DIR=ü b',
      'GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS=true',
      `PATH=${PATH}`,
    ]);
  });

  it('is killed as it says, or as it is told', async () => {
    const crashed = await run('kill -SEGV $$');
    expect(await crashed.ended).toEqual({ exitCode: null, signal: 'SIGSEGV' });
    const told = await run('trap "echo tidy; exit 3" TERM; echo begun; while :; do sleep 0.02; done');
    let heard = '';
    for await (const chunk of told.stdout) {
      heard += chunk;
      if (heard === 'begun\n') told.signal('SIGTERM');
    }
    expect(heard).toBe('begun\ntidy\n');
    expect(await told.ended).toEqual({ exitCode: 3, signal: null });
    told.signal('SIGKILL');
  });

  it('that is not there, or that simple-git takes for unsafe, is an error', async () => {
    const o = { env: { PATH }, cwd: '/', input: '' };
    await expect(launch('/nowhere/git', [], o)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(launch('/etc', [], o)).rejects.toMatchObject({ code: 'EACCES' });
    const marker = path.join(temporary, 'unsafe');
    const unsafe = run(`touch ${marker}`, {}, ['-c', 'core.sshCommand=touch', 'fetch']);
    await expect(unsafe).rejects.toThrow('allowUnsafeSshCommand');
    const ssh = run(`touch ${marker}`, { env: { PATH, GIT_SSH_COMMAND: 'touch' } });
    await expect(ssh).rejects.toThrow('allowUnsafeSshCommand');
    expect(existsSync(marker)).toBe(false);
  });

  it('ends when its reader has enough', async () => {
    const endless = await run('while :; do echo more; done');
    for await (const chunk of endless.stdout) if (chunk.length > 0) break;
    expect((await endless.ended).signal ?? 'its own end').toMatch(/SIGPIPE|SIGKILL|its own end/);
  });

  it('does not start once it is not wanted, with what it had of its input', async () => {
    const marker = path.join(temporary, 'partial');
    const pid = await launcherPid();
    process.kill(pid, 'SIGSTOP');
    const abort = new AbortController();
    const late = run(`touch ${marker}`, { input: randomBytes(8 * 1024 * 1024), signal: abort.signal });
    setTimeout(() => abort.abort(new Error('too late')), 50);
    await expect(late).rejects.toThrow('too late');
    process.kill(pid, 'SIGCONT');
    expect(await text((await run('echo here')).stdout)).toBe('here\n');
    expect(existsSync(marker)).toBe(false);
  });

  it('ends with the process that started it, and the terminal cannot end either', async () => {
    const launcher = await launcherPid();
    const { pid, stdout, ended } = await run('ps -o pgid= -p $$; exec sleep 600');
    for await (const chunk of stdout) {
      expect(Number(chunk)).toBe(launcher);
      process.kill(launcher, 'SIGKILL');
    }
    expect(await ended).toEqual({ exitCode: null, signal: 'SIGKILL' });
    await gone(pid);
  });

  it('ends with us, whatever ends us', async () => {
    const victim = elsewhere(`
      const { pid } = await launch('sleep', ['600'], { ...o, input: '' });
      console.log(pid);`);
    const [line] = (await once(victim.stdout!, 'data')) as [Buffer];
    victim.kill('SIGKILL');
    await gone(Number(line.toString()));
  });

  it.runIf(process.platform === 'linux')('leaves nothing behind in the process that starts it', async () => {
    const descriptors = async () => readdirSync(`/proc/${await launcherPid()}/fd`).length;
    await (await run('true')).ended;
    const before = await descriptors();
    for (let i = 0; i < 10; i++) await (await run('echo out; echo err >&2', { input: 'in' })).ended;
    await expect.poll(descriptors).toBeLessThanOrEqual(before);
  });
});

describe('the process that starts them', () => {
  it('takes them with it when it is killed, and there is another for the next', async () => {
    const before = await launcherPid();
    const sleepers: Launched[] = await Promise.all([sh('sleep 600'), sh('sleep 600 & sleep 600')]);
    process.kill(before, 'SIGKILL');
    for (const { ended, pid } of sleepers) {
      expect(await ended).toEqual({ exitCode: null, signal: 'SIGKILL' });
      await gone(pid);
    }
    const after = await sh('echo again');
    expect(await text(after.stdout)).toBe('again\n');
    expect(await launcherPid()).not.toBe(before);
  });

  it('that is killed ends what they say, which breaks off nobody who reads it', async () => {
    const endless = await sh('echo begun; sleep 600');
    let heard = '';
    for await (const chunk of endless.stdout) {
      heard += chunk;
      if (heard === 'begun\n') process.kill(await launcherPid(), 'SIGKILL');
    }
    expect(heard).toBe('begun\n');
    expect((await endless.ended).signal).toBe('SIGKILL');
  });

  it('is not asked, or not waited for, once that is not wanted any more', async () => {
    const over = AbortSignal.abort(new Error('enough'));
    await expect(launch('true', [], { env: { PATH }, cwd: '/', signal: over })).rejects.toThrow('enough');
    const pid = await launcherPid();
    process.kill(pid, 'SIGSTOP');
    const abort = new AbortController();
    const late = launch('sleep', ['600'], { env: { PATH }, cwd: '/', signal: abort.signal });
    setTimeout(() => abort.abort(new Error('too late')), 50);
    await expect(late).rejects.toThrow('too late');
    process.kill(pid, 'SIGCONT');
    expect(await text((await sh('echo here')).stdout)).toBe('here\n');
  });

  it('takes along what it was about to start when we are killed', async () => {
    const victim = elsewhere(`
      const all = Array.from({ length: 200 }, () => launch('sleep', ['600.${process.pid}'], o));
      for (const one of all) one.catch(() => {});
      await all[20];
      console.log('some');
      await Promise.all(all);`);
    await once(victim.stdout!, 'data');
    victim.kill('SIGKILL');
    const left = async () =>
      await text((await sh(`ps -eo args | grep -c '[s]leep 600.${process.pid}' || true`)).stdout);
    await expect.poll(left).toBe('0\n');
    await expect.poll(sockets).toEqual([]);
  });

  it('leaves a folder where both are killed at once, which the next one removes', async () => {
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 600_000));';
    const victim = elsewhere(`console.log(await launcherPid()); ${wait}`);
    const [line] = (await once(victim.stdout!, 'data')) as [Buffer];
    victim.kill('SIGSTOP');
    process.kill(Number(line.toString()), 'SIGKILL');
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const left = sockets();
    expect(left).toHaveLength(1);
    const living = elsewhere(`console.log(await launcherPid()); ${wait}`);
    await once(living.stdout!, 'data');
    const own = sockets().filter((name) => !left.includes(name));
    await expect.poll(sockets).toEqual(own);
    const another = elsewhere('await (await launch("true", [], o)).ended;');
    await once(another, 'exit');
    await expect.poll(sockets).toEqual(own);
    living.kill('SIGKILL');
    await expect.poll(sockets).toEqual([]);
  });

  it('is not ended by what is meant for us', async () => {
    const pid = await launcherPid();
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGTERM');
    expect(await text((await sh('echo here')).stdout)).toBe('here\n');
    expect(await launcherPid()).toBe(pid);
  });

  it('ends with us, whatever ends us, and so does what it started', async () => {
    const victim = elsewhere(`
      const { pid } = await launch('sleep', ['600'], o);
      console.log(JSON.stringify([pid, await launcherPid()]));`);
    const [line] = (await once(victim.stdout!, 'data')) as [Buffer];
    const [program, launcher] = JSON.parse(line.toString()) as [number, number];
    expect([isAlive(program), isAlive(launcher)]).toEqual([true, true]);
    expect(sockets()).toHaveLength(1);
    victim.kill('SIGKILL');
    await gone(program);
    await gone(launcher);
    expect(sockets()).toEqual([]);
  });

  it('keeps us from ending while something runs, and no longer', async () => {
    const child = elsewhere(`
      const { stdout, ended } = await launch('sh', ['-c', 'sleep 0.3; echo done'], o);
      for await (const chunk of stdout) process.stdout.write(chunk);
      await ended;
      console.log('ended');`);
    expect(await text(child.stdout!)).toBe('done\nended\n');
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    await expect.poll(sockets).toEqual([]);
  });
});
