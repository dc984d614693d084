// The most memory that this process, the launcher and everything started by it had together, as Linux counts it.
import { readFileSync } from 'node:fs';
import { launcherPid } from '@/lib/process/launch';

const EVERY_MS = 25;

/** What `work` ended with, null for an error if it ended well, and the most memory that was taken meanwhile, in bytes. */
export interface Peak {
  error: unknown;
  /** Of one git. */
  largest: number;
  /** Of all gits together, and by how much this process grew. */
  total: number;
}

/** Runs `work` and measures what it takes. */
export async function measure(work: () => Promise<unknown>): Promise<Peak> {
  const memory = await watchMemory();
  const error = await work().then(
    () => null,
    (reason: unknown) => reason,
  );
  const { gits, largest, own } = memory.end();
  return { error, largest, total: gits + own };
}

interface MemoryWatch {
  /** Ends the watch. Bytes: of all gits together, of the largest of them, and by how much this process grew. */
  end(): { gits: number; largest: number; own: number };
}

/** Begins to look, forty times a second. */
async function watchMemory(): Promise<MemoryWatch> {
  const launcher = await launcherPid();
  const before = process.memoryUsage().rss;
  const peak = { gits: 0, largest: 0, own: 0 };
  const look = () => {
    const found = descendants(launcher).map(residentBytes);
    peak.gits = Math.max(
      peak.gits,
      found.reduce((sum, one) => sum + one.now, 0),
    );
    peak.largest = Math.max(peak.largest, ...found.map((one) => one.most));
    peak.own = Math.max(peak.own, process.memoryUsage().rss - before);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

function descendants(root: number): number[] {
  const found: number[] = [];
  for (const queue = [root]; queue.length > 0; ) {
    const pid = queue.pop() ?? 0;
    const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

/** What it has in memory, now and at most so far. */
function residentBytes(pid: number): { now: number; most: number } {
  const status = read(`/proc/${pid}/status`);
  const kib = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return { now: kib('VmRSS'), most: kib('VmHWM') };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
