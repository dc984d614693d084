// What the audit log tells of a repository's settings.
import type { repos } from '@/db/schema';

type Settings = Partial<typeof repos.$inferSelect>;

/** Those that people set, by the names that the API has for them; whether there is a token, and never which. */
export function toldOf(row: Settings): Record<string, unknown> {
  return {
    kind: row.kind,
    org_id: row.orgId,
    name: row.name,
    description: row.description,
    url: row.url,
    source_type: row.sourceType,
    path: row.localPath,
    has_token: row.tokenCiphertext === undefined ? undefined : row.tokenCiphertext !== null,
    credential_id: row.credentialId,
    is_public: row.isPublic,
    is_bare: row.isBare,
    default_branch: row.defaultBranch,
    allows_forced_pushes: row.allowsForcedPushes,
    branches: row.indexedBranches,
    sync_interval_seconds: row.syncIntervalSeconds,
    holds_back_losses: row.holdsBackLosses,
  };
}
