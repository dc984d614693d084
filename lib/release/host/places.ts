// Where things are on a host, and what they are called there.
import path from 'node:path';
import { targetPathSchema } from '@/lib/release/spec';

/** What we write at the root of a tree, and what says that a delivery is under way. */
export const REV = '.sync_rev';
export const INCOMING = '.sync_rev.incoming';

export interface Places {
  /** The live path. */
  live: string;
  /** The folder that it is in. */
  parent: string;
  /** Its name there. */
  base: string;
  /** The folder of releases. */
  releases: string;
}

/** Checks the path once more. Throws a ZodError. */
export function placesOf(livePath: string): Places {
  const live = targetPathSchema.parse(livePath);
  return { live, parent: path.posix.dirname(live), base: path.posix.basename(live), releases: `${live}.releases` };
}

/**
 * For the receiving rsync, which expands patterns in the path that it gets even if no shell has seen it. Only a name that has
 * a pattern in it is taken for one, and there backslashes quote.
 */
export function literalPath(folder: string): string {
  return folder
    .split('/')
    .map((part) => (/[*?[]/.test(part) ? part.replaceAll(/[\\*?[\]]/g, '\\$&') : part))
    .join('/');
}
