// One word for a tree and the rules it is sent by: two hosts that say the same have the same files.
import { createHash } from 'node:crypto';
import type { SendRules, StagedTree } from './spec';

/** If what follows from the same rules changes, everything is sent again. */
const FORMAT = 1;

/** For `.sync_rev`: 64 hexadecimal digits. The order of the patterns counts, as it does for rsync. */
export function deliveryDigest(staged: Pick<StagedTree, 'digest'>, rules: SendRules): string {
  const { excludes, excludeDotGit, deletes, owner, modes } = rules;
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, staged.digest, excludes, excludeDotGit, deletes, owner, modes]))
    .digest('hex');
}
