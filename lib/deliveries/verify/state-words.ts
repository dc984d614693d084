// The words for how hosts stand.
import type { HostState } from '@/db/schema';

/** The first ten digits of a commit. */
export function commitWord(commit: string): string {
  return commit.slice(0, 10);
}

/** "3 commits". */
export function commitsWord(count: number): string {
  return counted(count, 'commit');
}

export function filesWord(count: number): string {
  return counted(count, 'file');
}

/** How a host stands, in a few words: "behind by 3 commits". */
export function stateWords(state: HostState, behindBy: number | null): string {
  switch (state) {
    case 'never':
      return 'never delivered';
    case 'in_sync':
      return 'in sync';
    case 'behind':
      return behindBy === null ? 'behind' : `behind by ${commitsWord(behindBy)}`;
    case 'ahead':
      return 'ahead';
    case 'diverged':
      return 'diverged';
    case 'changed':
      return 'changed by hand';
    case 'interrupted':
      return 'interrupted in the middle of a delivery';
    case 'foreign':
      return 'holds something else';
    case 'unreachable':
      return 'unreachable';
    case 'unknown':
      return 'not verified yet';
  }
}

function counted(count: number, unit: string): string {
  return `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`;
}
