// What is told of a clone that failed is its cause, whatever becomes of the half of it that is thrown away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { removeFolder, tidyAway } from '@/lib/files/remove-folder';
import { makeTemporaryFolder, removeOldTemporaryFolders } from '@/lib/files/temporary-folder';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';

let world: MirrorWorld;
beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());

/** Writes without end into every half clone below `folder`, as what was ended does for a moment. */
async function busyWriter(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = `
    const { mkdirSync, readdirSync, writeFileSync } = require('node:fs');
    const folder = process.argv[1];
    let n = 0;
    const write = () => {
      for (const name of readdirSync(folder)) {
        if (!name.includes('.new-')) continue;
        try {
          // Not the folder itself: what is gone stays gone.
          mkdirSync(folder + '/' + name + '/' + n);
          writeFileSync(folder + '/' + name + '/' + n++ + '/file', '');
        } catch {}
      }
      setTimeout(write, 1);
    };
    write();
    process.stdout.write('writing');`;
  const child = spawn(process.execPath, ['-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
}

it('a clone that failed says why, although its folder cannot be removed meanwhile', async () => {
  const dir = world.newDir();
  await busyWriter(path.dirname(dir));
  const remote = await validateRemote(`${world.server.url}/nothing.git`, world.policy);
  await expect(cloneMirror(remote, dir, world.limits)).rejects.toMatchObject({ code: 'upstream', kind: 'not_found' });
  await expect(stat(dir)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('a folder goes with all that is in it, and one that is not there is no error', async () => {
  const dir = path.join(world.root, 'folder');
  await mkdir(path.join(dir, 'a/b/c'), { recursive: true });
  await writeFile(path.join(dir, 'a/b/c/d'), '');
  await removeFolder(dir);
  await expect(stat(dir)).rejects.toMatchObject({ code: 'ENOENT' });
  await removeFolder(dir);
  await tidyAway(path.join(dir, 'below'));
});

it('what a killed process left of a run of git goes after a day, and nothing of anybody else', async () => {
  const before = process.env.TMPDIR;
  onTestFinished(() => void Object.assign(process.env, { TMPDIR: before ?? '/tmp' }));
  process.env.TMPDIR = await mkdtemp(path.join(world.root, 'tmp-'));
  const [old, fresh] = [await makeTemporaryFolder(), await makeTemporaryFolder()];
  await mkdir(path.join(tmpdir(), 'others'));
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
  for (const folder of [old, path.join(tmpdir(), 'others')]) await utimes(folder, twoDaysAgo, twoDaysAgo);
  expect(await removeOldTemporaryFolders()).toBe(1);
  expect((await readdir(tmpdir())).sort()).toEqual([path.basename(fresh), 'others'].sort());
});
