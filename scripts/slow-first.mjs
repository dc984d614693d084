// The order of test files: the slowest first, so that the last to run is a short one and no core waits for it.
import path from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** Files that take ten seconds and more when nothing else runs, the slowest first. A list out of date costs time alone. */
export const SLOW = [
  'app/_access/walk.int.test.ts',
  'lib/ssh/open-host.int.test.ts',
  'e2e/faults/kill-sync.int.test.ts',
  'e2e/faults/mirror.int.test.ts',
  'e2e/faults/disk-full.int.test.ts',
  'e2e/faults/upstream.int.test.ts',
  'e2e/faults/processes.int.test.ts',
  'e2e/faults/delete.int.test.ts',
  'lib/deliveries/run/delivering.int.test.ts',
  'lib/deliveries/verify/verify.int.test.ts',
  'lib/search/proof.int.test.ts',
  'inngest/runner/kill.int.test.ts',
  'lib/sync/sync.int.test.ts',
  'lib/sync/stages/local.int.test.ts',
  'e2e/faults/unreadable.int.test.ts',
  'db/embedded.int.test.ts',
  'e2e/faults/kill-delivery.int.test.ts',
  'cli/cli.int.test.ts',
  'cli/deliver.int.test.ts',
  'e2e/faults/database.int.test.ts',
  'inngest/runner/processes.int.test.ts',
  'e2e/faults/push.int.test.ts',
  'app/_git/push.int.test.ts',
  'app/_git/fetch.int.test.ts',
  'app/api/webhooks-storm.int.test.ts',
  'inngest/functions/notify.int.test.ts',
  'lib/sync/upkeep/pack-mirrors.int.test.ts',
  'lib/git/bombs.int.test.ts',
  'lib/sync/stages/head.int.test.ts',
  'e2e/faults/notify.int.test.ts',
  'app/api/progress.int.test.ts',
  'lib/git/remote/odd-objects.int.test.ts',
  'lib/git/read/attributes.int.test.ts',
  'e2e/faults/clock.int.test.ts',
  'app/api/throttle.int.test.ts',
  'app/api/lines.int.test.ts',
  'lib/sync/stages/turned.int.test.ts',
  'db/client.int.test.ts',
  'db/embedded-lock.int.test.ts',
  'lib/git/remote/limits.int.test.ts',
];

/**
 * @param {string} root
 * @param {string} file
 */
function rank(root, file) {
  const at = SLOW.indexOf(path.relative(root, file));
  return at < 0 ? SLOW.length : at;
}

/** The order in which Vitest starts files: these first, then as it would itself. */
export class SlowFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const { root } = this.ctx.config;
    const sorted = await super.sort(files);
    // Sorting is stable: all others stay as they are.
    return sorted.sort((a, b) => groupOf(a) - groupOf(b) || rank(root, a.moduleId) - rank(root, b.moduleId));
  }
}

/** @param {import('vitest/node').TestSpecification} file */
function groupOf(file) {
  return file.project.config.sequence.groupOrder;
}
