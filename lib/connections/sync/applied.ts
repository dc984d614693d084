// What became of one planned change.
import type { ChangeKind } from '@/lib/connections/connection-run';

/** What was done to which repository; null if there was no need to. */
export type Applied = { kind: ChangeKind; repoId: string | null; detail?: string | null } | null;
