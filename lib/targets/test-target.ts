// Tries a target as a delivery would use it, short of delivering, and keeps what was found.
import { eq, sql } from 'drizzle-orm';
import { type TargetFinding, targets } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { lookAtTarget } from '@/lib/release/host/look-at-target';
import { type HostConnection, openHost } from '@/lib/ssh/open-host';
import { deliveryPrograms } from '@/lib/ssh/programs';
import { getTarget } from './list-targets';
import type { Target } from './target';
import { visibleTarget } from './visible-targets';

/**
 * What is missing is a finding and no error. Throws `unauthenticated`, `forbidden`, `not_found`.
 */
export async function testTarget(ctx: Context, id: string, options: { signal?: AbortSignal } = {}): Promise<Target> {
  requireWriter(ctx);
  await visibleTarget(ctx, id, 'org.manage-targets');
  const [row] = await ctx.db.select().from(targets).where(eq(targets.id, id));
  if (!row) throw new AppError('not_found', 'There is no such target.');
  const findings = await findingsOf(ctx, row, options);
  await ctx.db.update(targets).set({ findings, testedAt: sql`now()` }).where(eq(targets.id, id));
  return await getTarget(ctx, id);
}

async function findingsOf(
  ctx: Context,
  row: typeof targets.$inferSelect,
  options: { signal?: AbortSignal },
): Promise<TargetFinding[]> {
  const found: TargetFinding[] = [];
  const { missing } = await deliveryPrograms();
  let host: HostConnection | undefined;
  try {
    host = await openHost(ctx, row, options);
    found.push({ what: 'connection', is_ok: true, text: `Signed in as ${row.userName} at ${host.name}.` });
    const { noise } = await host.run(':', [], options);
    found.push(shellFinding(noise));
    found.push(...(await lookAtTarget(host, row, options)));
  } catch (error) {
    // Whoever asked is gone, which says nothing about the host.
    if (!(error instanceof AppError) || options.signal?.aborted) throw error;
    found.push({ what: host === undefined ? 'connection' : 'shell', is_ok: false, text: error.message });
  } finally {
    await host?.close();
  }
  return missing === null ? found : [...found, { what: 'rsync', is_ok: false, text: missing }];
}

function shellFinding(noise: string): TargetFinding {
  if (noise === '')
    return { what: 'shell', is_ok: true, text: 'The login shell runs sh and prints nothing by itself.' };
  return {
    what: 'shell',
    is_ok: false,
    text: `The login shell prints something by itself, over which rsync stumbles: “${noise.replaceAll('\n', ' ')}”. Let its start files (such as ~/.bashrc) print nothing unless they run in a terminal.`,
  };
}
