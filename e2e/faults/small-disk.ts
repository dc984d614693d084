// A disk under the mirrors that can be filled and emptied at will: a small file system of its own, or a limit on files.
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { launcherPid } from '@/lib/process/launch';

export interface SmallDisk {
  /** Leaves `room` bytes. */
  fill: (room: number) => Promise<void>;
  free: () => Promise<void>;
  close: () => Promise<void>;
}

const DISK_BYTES = 24 * 1024 * 1024;

/** A tmpfs in the place of `folder`; null if this process may not mount. */
export async function mountSmallDisk(folder: string): Promise<SmallDisk | null> {
  await mkdir(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const filler = path.join(folder, 'filler');
  return {
    fill: async (room) => {
      const file = await open(filler, constants.O_WRONLY | constants.O_CREAT);
      try {
        const block = Buffer.alloc(4096);
        for (;;) await file.write(block, 0, block.length, (await file.stat()).size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        await file.close();
      }
      const size = (await stat(filler)).size;
      const shorter = await open(filler, 'r+');
      await shorter.truncate(Math.max(0, size - room));
      await shorter.close();
    },
    free: async () => await rm(filler, { force: true }),
    close: async () => void execFileSync('umount', ['-l', folder]),
  };
}

/** No file of this process, and of what is started for it from now on, may grow over the room: works without any right. */
export async function limitFiles(): Promise<SmallDisk> {
  const pids = [process.pid, await launcherPid()];
  const limit = (bytes: number | 'unlimited') => {
    for (const pid of pids) execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
  };
  return {
    fill: async (room) => limit(room),
    free: async () => limit('unlimited'),
    close: async () => limit('unlimited'),
  };
}
