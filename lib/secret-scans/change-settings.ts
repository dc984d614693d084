// Whether every sync of a repository looks for secrets, and by which configuration.
import { eq } from 'drizzle-orm';
import { secretSettings } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { scanAfterSync } from './request-scan';
import type { SecretSettings, SecretSettingsChanges } from './scan';

/**
 * If every sync is to look from now on, the commit that is here is scanned at once. Throws what `visibleRepo` throws for
 * repo.manage-deliveries.
 */
export async function changeSecretSettings(
  ctx: Context,
  repoId: string,
  changes: SecretSettingsChanges,
): Promise<SecretSettings> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.manage-deliveries');
  const settings = await ctx.db.transaction(async (tx) => {
    await tx.insert(secretSettings).values({ repoId: repo.id }).onConflictDoNothing();
    const isThis = eq(secretSettings.repoId, repo.id);
    const [before] = await tx.select().from(secretSettings).where(isThis).for('update');
    const set = {
      scansEverySync: changes.scans_every_sync ?? before?.scansEverySync ?? false,
      configPath: changes.config_path === undefined ? (before?.configPath ?? null) : changes.config_path,
    };
    await tx.update(secretSettings).set(set).where(isThis);
    await recordAudit(tx, ctx, {
      verb: 'repo.secret-settings',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      ...onlyChanges(
        { scans_every_sync: before?.scansEverySync ?? false, config_path: before?.configPath ?? null },
        { scans_every_sync: set.scansEverySync, config_path: set.configPath },
      ),
    });
    return { scans_every_sync: set.scansEverySync, config_path: set.configPath };
  });
  await scanAfterSync(ctx, repo.id, { again: changes.config_path !== undefined });
  return settings;
}
