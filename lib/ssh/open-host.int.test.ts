// A host is signed in at and talked to: with a real sshd.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostKeys } from '@/db/schema';
import type { TargetHost } from '@/e2e/servers/target-host';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { acceptHostKey } from '@/lib/host-keys/accept-host-key';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { HostCommandError } from './host-errors';
import { type HostConnection, openHost } from './open-host';
import { type HostWorld, openHostWorld } from './testing';

let world: HostWorld;
let host: TargetHost;

beforeAll(async () => {
  world = await openHostWorld();
  host = await world.start();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await host.serveNew();
});

const open = (at = world.at(host), options: Parameters<typeof openHost>[2] = {}) => openHost(world.ctx, at, options);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it was let in'),
    (error: unknown) => error,
  );
const ODD = ['with space', "it's", '"$(id)"', '`id`', 'a\nb\n', '!!', '\\', '--option', 'é€', '', '*', '%s', '\u0001'];
const ECHO = 'for one; do printf "[%s]" "$one"; done';
const ECHOED = ODD.map((one) => `[${one}]`).join('');

describe('a connection', () => {
  it('runs scripts with any argument, and rsync, all over one', async () => {
    const one = await open();
    const answer = await one.run(`${ECHO}; cat; echo said >&2; exit 3`, ODD, { stdin: 'read by it' });
    const expected = Buffer.from(`${ECHOED}read by it`);
    expect(answer).toEqual({ stdout: expected, stderr: 'said', exitCode: 3, noise: '' });
    expect((await one.run('pwd', [])).stdout.toString()).toBe(`${host.root}\n`);
    const from = path.join(world.root, 'from');
    await writeFile(from, 'content\n');
    await promisify(execFile)('rsync', ['-a', '-e', one.rsh, '--', from, `${one.alias}:to`]);
    expect(readFileSync(path.join(host.root, 'to'), 'utf8')).toBe('content\n');
    expect(host.connections()).toBe(1);
    expect(host.bytes().sent).toBeGreaterThan(0);
    await one.close();
    await one.close();
    await expect.poll(() => host.connections()).toBe(0);
    await expect(one.run(':', [])).rejects.toMatchObject({ name: 'AppError' });
  });

  it('is one of two at once, each with what it needs', async () => {
    const both = await Promise.all([open(), open()]);
    const answers = await Promise.all(both.flatMap((one) => [one.run('echo 1', []), one.run('echo 2', [])]));
    expect(answers.map(({ stdout }) => stdout.toString())).toEqual(['1\n', '2\n', '1\n', '2\n']);
    await Promise.all(both.map((one) => one.close()));
  });

  it('shows nothing of the key, of user and host: not among arguments, nor in a file; and leaves nothing', async () => {
    const user = host.user;
    const at = world.at(host);
    const one = await open(at);
    const waiting = one.run('cat', ['secret-path'], { stdin: 'x'.repeat(10) });
    const lines = sshOf(one).map(({ line }) => line);
    expect(lines.filter((line) => line.includes('ControlMaster=yes')).length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).not.toContain('secret-path');
      expect(line).not.toContain(`${user}@`);
      expect(line).not.toContain(String(host.port));
      expect(line).not.toContain('PRIVATE');
    }
    const folder = folderOf(one);
    const blob = world.key.privateKey.split('\n')[1] ?? '';
    for (const name of readdirSync(folder)) {
      if (name === 'm') continue;
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain(blob);
    }
    await waiting;
    await one.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('that is cut is an error worth another try, and the next command connects anew', async () => {
    const one = await open();
    const running = refusal(one.run('echo > begun; sleep 60', []));
    await expect.poll(() => existsSync(path.join(host.root, 'begun'))).toBe(true);
    await host.cut();
    expect(await running).toMatchObject({ code: 'upstream', kind: 'network', retryable: true });
    expect((await one.run('echo again', [])).stdout.toString()).toBe('again\n');
    await one.close();
  });

  it('goes on without the ssh that held it, and a command that ran over it is an error', async () => {
    const one = await open();
    const running = refusal(one.run('echo > held; sleep 60', []));
    await expect.poll(() => existsSync(path.join(host.root, 'held'))).toBe(true);
    for (const { pid, line } of sshOf(one)) if (line.includes('ControlMaster=yes')) process.kill(pid, 'SIGKILL');
    expect(await running).toMatchObject({ code: 'upstream', kind: 'network', retryable: true });
    expect((await one.run('echo again', [])).stdout.toString()).toBe('again\n');
    await one.close();
  });

  it('goes on one by one where the host takes no second session on one', async () => {
    const single = await world.start({ config: ['MaxSessions 1'] });
    const one = await open(world.at(single));
    const answers = await Promise.all([1, 2, 3].map((n) => one.run('echo "$1"', [String(n)])));
    expect(answers.map(({ stdout }) => stdout.toString())).toEqual(['1\n', '2\n', '3\n']);
    await one.close();
  });

  it('ends with its signal, and a command with its own, its time and its size', async () => {
    const ending = new AbortController();
    const one = await open(world.at(host), { signal: ending.signal });
    await expect(one.run('sleep 60', [], { timeoutMs: 300 })).rejects.toMatchObject({ kind: 'timeout' });
    await expect(one.run('cat /dev/zero', [], { maxBytes: 1000 })).rejects.toMatchObject({ kind: 'too_large' });
    const running = refusal(one.run('sleep 60', []));
    ending.abort(new Error('stop'));
    expect(await running).toMatchObject({ name: 'AppError' });
    await expect.poll(() => host.connections()).toBe(0);
    await expect(open(world.at(host), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AppError' });
  });
});

describe('signing in', () => {
  it('is refused with another key, and says what to do', async () => {
    const { privateKey } = await makeSshKey('other');
    const keyCiphertext = encryptToken(privateKey, loadSecret(world.ctx.env));
    const error = await refusal(open({ ...world.at(host), keyCiphertext }));
    expect(error).toMatchObject({ code: 'upstream', kind: 'auth', retryable: false });
    expect((error as Error).message).toContain('authorized_keys');
  });

  it('pins a host at first contact, refuses another key until it is accepted', async () => {
    const changing = await world.start();
    const known = `[127.0.0.1]:${changing.port}`;
    const row = async () => (await world.database.db.select().from(hostKeys).where(eq(hostKeys.host, known)))[0];
    const two = await Promise.all([open(world.at(changing)), open(world.at(changing))]);
    expect((await row())?.key).toBe(changing.hostKey());
    await Promise.all(two.map((one) => one.close()));
    await changing.changeHostKey();
    const error = await refusal(open(world.at(changing)));
    expect(error).toMatchObject({ code: 'upstream', kind: 'policy', retryable: false });
    const waiting = await row();
    expect(waiting?.pendingKey).toBe(changing.hostKey());
    const fingerprint = /It shows (\S+)/.exec((error as Error).message)?.[1] ?? '';
    await acceptHostKey(world.ctx, waiting?.id ?? '', fingerprint);
    await (await open(world.at(changing))).close();
  });

  it('knows a host from the first contact on, also one that lets nobody in', async () => {
    const closed = await world.start();
    await closed.authorize('');
    await expect(open(world.at(closed))).rejects.toMatchObject({ kind: 'auth' });
    const known = eq(hostKeys.host, `[127.0.0.1]:${closed.port}`);
    const [row] = await world.database.db.select().from(hostKeys).where(known);
    expect(row?.key).toBe(closed.hostKey());
  });

  it('tells a port that refuses, one that hangs, one that is no ssh and one that is flooded with words', async () => {
    await host.refuseNew();
    await expect(open()).rejects.toMatchObject({ kind: 'network', retryable: true });
    await host.serveNew();
    host.hangNew();
    await expect(open(world.at(host), { timeoutMs: 1000 })).rejects.toMatchObject({ kind: 'timeout', retryable: true });
    host.answerNew((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(open()).rejects.toMatchObject({ kind: 'network' });
    host.answerNew((socket) => {
      const flood = '\u001b[31mHost key verification failed.\u0007'.repeat(25_000);
      for (let n = 0; n < 12 && !socket.destroyed; n++) socket.write(`${flood}\r\n`);
    });
    const error = (await refusal(open())) as Error & { kind?: string; details?: string };
    expect(error.kind).toBe('network');
    expect(`${error.message}${error.details}`).not.toContain('\u001b');
    expect(`${error.message}${error.details}`.length).toBeLessThan(5000);
  });

  it('is refused to addresses that are not public, unless they are listed', async () => {
    const elsewhere = { ...world.ctx, env: { ...world.ctx.env, allowedHosts: [] } };
    await expect(openHost(elsewhere, world.at(host))).rejects.toMatchObject({ code: 'invalid', kind: 'policy' });
    await expect(openHost(elsewhere, { ...world.at(host), host: '10.1.2.3' })).rejects.toMatchObject({
      kind: 'policy',
    });
  });

  it.each([
    { userName: '-oProxyCommand=touch /tmp/x' },
    { userName: 'a b' },
    { userName: '%h' },
    { userName: 'a\nProxyCommand=touch' },
    { userName: '$(id)' },
    { host: '-oProxyCommand=touch' },
    { host: '127.0.0.1\nProxyCommand touch' },
    { host: 'user@127.0.0.1' },
    { host: '127.0.0.1/x' },
    { host: '%d' },
    { port: 0 },
    { port: 70_000 },
    { port: 2.5 },
  ])('is refused with %j', async (odd) => {
    await expect(open({ ...world.at(host), ...odd })).rejects.toMatchObject({ code: 'invalid', kind: 'policy' });
  });
});

describe('a login shell', () => {
  const connect = async (options: Parameters<HostWorld['start']>[0]) =>
    await open(world.at(await world.start(options)));
  const program = async (name: string, lines: string) => {
    const file = path.join(world.root, name);
    await writeFile(file, lines);
    chmodSync(file, 0o755);
    return file;
  };
  const close = (one: HostConnection) => one.close();

  const shells = ['/bin/rbash', '/usr/bin/fish', '/bin/csh', '/bin/tcsh', '/bin/zsh'];
  it.each(shells.filter((shell) => existsSync(shell)))('may be %s', async (shell) => {
    const one = await connect({ shell });
    expect((await one.run(ECHO, ODD)).stdout.toString()).toBe(ECHOED);
    await close(one);
  });

  it('may expand what shells expand: nothing in what it is given means anything to it', async () => {
    // As csh looks for history, and as fish takes a backslash within quotes.
    const shell = await program(
      'strange.sh',
      `#!/bin/sh\ncase "$2" in *'!'*|*'\\'*|*'\n'*) echo "strange: event not found" >&2; exit 1;; esac\nexec /bin/sh -c "$2"\n`,
    );
    const one = await connect({ shell });
    expect((await one.run(ECHO, ODD)).stdout.toString()).toBe(ECHOED);
    await close(one);
  });

  it('that prints is told, and what it prints is no part of an answer', async () => {
    const one = await connect({ startFile: String.raw`printf 'Welcome \033[31mback\n'; trap 'echo bye' EXIT` });
    const answer = await one.run('echo answer; echo said >&2', []);
    expect(answer).toMatchObject({ stdout: Buffer.from('answer\n'), stderr: 'said', noise: 'Welcome back' });
    await close(one);
  });

  it('that prints without end, lets nobody in or cannot run sh is an error that says so', async () => {
    const flood = await connect({
      startFile: 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done',
    });
    await expect(flood.run(':', [])).rejects.toMatchObject({ kind: 'policy' });
    await close(flood);
    const shell = await program('nologin', '#!/bin/sh\necho "This account is currently not available."\nexit 1\n');
    const closed = await connect({ shell });
    const error = (await refusal(closed.run(':', []))) as Error;
    expect(error.message).toContain('This account is currently not available.');
    expect(error.cause).toBeInstanceOf(HostCommandError);
    expect(error.cause).toMatchObject({ exitCode: 1 });
    await close(closed);
  });
});

it('is not troubled by a banner of megabytes and control characters', async () => {
  const banner = Buffer.from('\u001b]0;owned\u0007\u001b[2J Host key verification failed.\n'.repeat(200_000));
  const loud = await world.start({ banner });
  const one = await open(world.at(loud));
  expect(await one.run('echo quiet', [])).toMatchObject({ stdout: Buffer.from('quiet\n'), stderr: '', noise: '' });
  await one.close();
});

const folderOf = (one: HostConnection) => /-F '?([^' ]+)\/config/.exec(one.rsh)?.[1] ?? 'none';

/** Every ssh that runs for a connection. */
function sshOf(one: HostConnection): { pid: number; line: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(` -F ${folderOf(one)}/`) ? [{ pid: Number(name), line }] : [];
      } catch {
        return [];
      }
    });
}
