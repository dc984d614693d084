import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { secretScans } from '@/db/schema';
import { launcherPid } from '@/lib/process/launch';
import { openWorld, world } from '@/lib/sync/testing';
import { scanBeforeDelivery } from './scan-before-delivery';
import { closeSecretlint } from './scanners/secretlint';
import {
  ctx,
  fakeGitleaks,
  findingsOf,
  SECRETS,
  scanned,
  setPath,
  TOKEN,
  withoutGitleaks,
  withSecret,
} from './testing';

openWorld();
afterAll(closeSecretlint);

/** Until the test ends, temporary folders are made in one of its own. */
async function ownTemporary(): Promise<string> {
  // It has a folder there, which it keeps.
  await launcherPid();
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(path.join(tmpdir(), 'freshet-test-'));
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

describe('a gitleaks that', () => {
  it.each([
    ['crashes', 'kill -SEGV $$', 'gitleaks was ended by SIGSEGV'],
    ['fails', `echo "${TOKEN}" >&2; exit 1`, 'gitleaks ended with the exit code 1'],
    ['fails after a part of its answer', `echo '[]'; exit 2`, 'gitleaks ended with the exit code 2'],
    ['says nothing', 'exit 0', 'gitleaks did not answer with a list of findings'],
    ['says something else', `echo "all good, ${TOKEN}"`, 'gitleaks did not answer with a list of findings'],
    [
      'says half of it',
      `printf '[{"RuleID":"a","Secret":"${TOKEN}"'`,
      'gitleaks did not answer with a list of findings',
    ],
    [
      'speaks of other files',
      `echo '[{"RuleID":"a","Description":"","StartLine":1,"File":"x","Secret":"","Match":""}]'`,
      'gitleaks told of a file that it was not given',
    ],
    ['never stops talking', 'yes "0123456789012345678901234567890123456789"', 'gitleaks found more than can be listed'],
  ])('%s is never taken for one that found nothing', async (_, script, words) => {
    setPath([await fakeGitleaks(script)]);
    const temporary = await ownTemporary();
    const { scan } = await scanned({ 'a.txt': 'a\n' });
    const { status, text } = await scan();
    expect(status).toBe('failed');
    expect(text).toContain(words);
    expect(text).not.toMatch(SECRETS);
    expect(readdirSync(temporary)).toEqual([]);
    // Nor is it believed the next time.
    expect(await scan()).toMatchObject({ status: 'failed' });
  });

  it('hangs is ended when the time is up, and all that it started', async () => {
    const { runTimeoutMs } = world.env;
    Object.assign(world.env, { runTimeoutMs: 1500 });
    onTestFinished(() => void Object.assign(world.env, { runTimeoutMs }));
    setPath([await fakeGitleaks('sleep 600 & sleep 600')]);
    const { scan } = await scanned({ 'a.txt': 'a\n' });
    const { status, text } = await scan();
    expect(status).toBe('failed');
    expect(text).toContain('The scan took longer than');
  });

  it('is not wanted any more is ended, and nothing is written down', async () => {
    setPath([await fakeGitleaks('sleep 600')]);
    const { id, git } = await scanned({ 'a.txt': 'a\n' });
    const input = {
      repoId: id,
      dir: git.dir,
      commit: await git.tip(),
      subfolder: null,
      sinceCommits: null,
      configPath: null,
    };
    const abort = new AbortController();
    const reason = new Error('going down');
    const waiting = scanBeforeDelivery(ctx(), input, { signal: abort.signal });
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect((await ctx().db.select().from(secretScans)).filter((row) => row.repoId === id)).toEqual([]);
  });

  it.each([
    ['cannot tell its version', 'exit 3', 'does not say its version'],
    ['is too old', 'echo 8.18.4', 'is version 8.18.4, and 8.19 or newer is needed'],
  ])('%s is not passed over', async (_, version, words) => {
    const folder = await fakeGitleaks('exit 0');
    await writeFile(`${folder}/gitleaks`, `#!/bin/sh\n${version}\n`);
    setPath([folder]);
    const { scan } = await scanned({ 'a.txt': 'a\n' });
    const { status, text } = await scan();
    expect(status).toBe('failed');
    expect(text).toContain(words);
    expect(text).toContain('removed from the PATH: then secretlint is used instead');
  });

  it('finds something is asked about all files again once it was replaced', async () => {
    setPath([await fakeGitleaks('echo "[]"')]);
    const { scan } = await scanned({ 'a.txt': withSecret() });
    expect(await scan()).toMatchObject({ status: 'clean' });
    setPath([
      await fakeGitleaks(
        `echo '[{"RuleID":"a","Description":"b","StartLine":2,"File":"a.txt","Secret":"${TOKEN}","Match":""}]'; exit 77`,
      ),
    ]);
    const { status, scanId } = await scan();
    expect(status).toBe('found');
    expect(await findingsOf(scanId)).toMatchObject([{ rule: 'a', title: 'b', line: 1 }]);
  });
});

it('secretlint that runs out of time blocks as well, and the event loop goes on meanwhile', async () => {
  setPath(await withoutGitleaks(), { only: true });
  const { runTimeoutMs } = world.env;
  Object.assign(world.env, { runTimeoutMs: 1 });
  onTestFinished(() => void Object.assign(world.env, { runTimeoutMs }));
  const { scan } = await scanned({ 'a.txt': withSecret() });
  const { status, text } = await scan();
  expect(status).toBe('failed');
  expect(text).toContain('The scan took longer than');
});

it('texts that are made to take long do not', async () => {
  setPath(await withoutGitleaks(), { only: true });
  const hostile = [
    'a:b@',
    'https://',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    'xox',
    'mongodb://a:',
    '//',
    'eyJ',
    'AKIA',
    '"type":',
  ];
  const files = Object.fromEntries(
    hostile.map((text, i) => [`${i}.txt`, text.repeat(Math.ceil(300_000 / text.length))]),
  );
  const { scan } = await scanned(files);
  let turns = 0;
  const clock = setInterval(() => turns++, 5);
  const { status } = await scan();
  clearInterval(clock);
  expect(['clean', 'found']).toContain(status);
  expect(turns).toBeGreaterThan(0);
});
