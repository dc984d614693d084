import os from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { workShare } from '@/lib/shares';
import { memoryFor } from './memory';

const MIB = 1024 ** 2;

function onMachineOf(gibibytes: number): void {
  vi.spyOn(os, 'totalmem').mockReturnValue(gibibytes * 1024 * MIB);
  vi.spyOn(process, 'constrainedMemory').mockReturnValue(0);
}
afterEach(() => void vi.restoreAllMocks());

it.each([16, 32, 64, 256])(
  'on a machine of %i GiB all that visitors read takes no more than a fetch may',
  (gibibytes) => {
    onMachineOf(gibibytes);
    const { places, keptForPeople } = workShare('mirrors').limits;
    expect(memoryFor('fetch') / (gibibytes * 1024 * MIB)).toBeLessThanOrEqual(0.05);
    for (const verb of ['log', 'cat-file', 'rev-list', 'ls-tree', 'for-each-ref']) {
      expect((places - keptForPeople) * memoryFor(verb)).toBeLessThanOrEqual(Math.max(memoryFor('fetch'), 960 * MIB));
    }
  },
);

it('on a small machine each has what a repository of ordinary size needs', () => {
  onMachineOf(2);
  expect([memoryFor('fetch'), memoryFor('ls-remote'), memoryFor('log')]).toEqual([384 * MIB, 192 * MIB, 192 * MIB]);
});
