import type { repos } from '@/db/schema';

/** A run and the repository that it is for, as they were when its stage began. */
export interface RunTarget {
  runId: string;
  repo: Pick<typeof repos.$inferSelect, 'id' | 'indexedBranches' | 'comparedAt'>;
  /** The mirror to read, if it is not the one that is served. */
  dir?: string;
}
