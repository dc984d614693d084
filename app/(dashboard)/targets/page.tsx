// Places on hosts that trees are delivered to.
import type { Metadata } from 'next';
import Link from 'next/link';
import { TargetState } from '@/app/_components/delivery/target-state';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { Section } from '@/app/_components/ui/section';
import { listOrgs } from '@/lib/orgs/list-orgs';
import { listTargets } from '@/lib/targets/list-targets';
import type { Target } from '@/lib/targets/target';
import { signedIn } from '../_signed-in';
import { AddHostForm } from './add-host-form';
import { ProgramsNotice } from './programs-notice';

export const metadata: Metadata = { title: 'Targets' };

export default async function TargetsPage() {
  const ctx = await signedIn('/targets');
  const [targets, orgs] = await Promise.all([listTargets(ctx), listOrgs(ctx, { limit: 200 })]);
  const manages = orgs.items.filter((org) => org.you_may.includes('manage_targets')).map((org) => org.slug);
  const canAdd = !ctx.env.readOnly && manages.length > 0;
  return (
    <PageFrame width="text">
      <DeliveryNav />
      <h1 className="mb-1 page-title">Targets</h1>
      <p className="mb-6 text-sm text-muted">
        Places on hosts that repositories are delivered to over ssh. A host needs sshd, rsync and an account that lets
        the target’s key in; nothing of Freshet runs there.
      </p>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <ProgramsNotice />
      {targets.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-4 py-6 text-center text-sm text-muted">
          {canAdd ? 'There is none yet. Add the first one below.' : 'There is none yet that you may see.'}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {targets.map((target) => (
            <TargetRow key={target.id} target={target} />
          ))}
        </ul>
      )}
      {canAdd && (
        <Section id="new" title="A new target" className="mt-10 border-t border-line pt-6">
          <AddHostForm orgs={manages} />
        </Section>
      )}
    </PageFrame>
  );
}

function TargetRow({ target }: { target: Target }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="text-sm font-medium [overflow-wrap:anywhere]">
          <Link href={`/targets/${target.id}`} className="hover:text-accent hover:underline">
            {target.name}
          </Link>
        </h2>
        <p className="font-mono text-2xs text-muted [overflow-wrap:anywhere]">
          {target.address} {target.path}
        </p>
        <p className="text-2xs text-muted [overflow-wrap:anywhere]">
          of {target.org}
          {target.group !== null && `, group ${target.group}`}
          {target.mode === 'in_place' && ', in place'}
          {target.tested_at !== null && (
            <>
              , tested <RelativeTime at={target.tested_at} />
            </>
          )}
        </p>
      </div>
      <TargetState target={target} />
    </li>
  );
}
