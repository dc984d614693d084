// The most memory that this process, the launcher and everything started by it had together, as Linux counts it.
import { readdirSync, readFileSync } from 'node:fs';
import { launcherPid } from '@/lib/git/launch';

const EVERY_MS = 10;

export interface MemoryWatch {
  /** Ends the watch. Bytes: of all gits together, of the largest of them, and by how much this process grew. */
  end(): { gits: number; largest: number; own: number };
}

/** Begins to look, a hundred times a second. */
export async function watchMemory(): Promise<MemoryWatch> {
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
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1] ?? 0);
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const queue = [...(parents.get(root) ?? [])]; queue.length > 0; ) {
    const pid = queue.pop() ?? 0;
    found.push(pid);
    queue.push(...(parents.get(pid) ?? []));
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
