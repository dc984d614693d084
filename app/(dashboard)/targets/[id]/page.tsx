// One target: its key, its host's key, what a test found, its settings.
import type { Metadata } from 'next';
import Link from 'next/link';
import { TargetState } from '@/app/_components/delivery/target-state';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { Section } from '@/app/_components/ui/section';
import { orNotFound } from '@/app/_http/or-not-found';
import { getOrg } from '@/lib/orgs/get-org';
import { getTarget } from '@/lib/targets/list-targets';
import type { Target } from '@/lib/targets/target';
import { signedIn } from '../../_signed-in';
import { ProgramsNotice } from '../programs-notice';
import { FindingList } from './finding-list';
import { DeleteHost, RotateHost } from './host-buttons';
import { HostKeySection } from './host-key-section';
import { HostSettings } from './host-settings';
import { TestHost } from './test-host';

export const metadata: Metadata = { title: 'Target' };

export default async function TargetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await signedIn(`/targets/${id}`);
  const target = await orNotFound(getTarget(ctx, id));
  const org = await getOrg(ctx, target.org);
  const canManage = !ctx.env.readOnly && org.you_may.includes('manage_targets');
  const managesServer = ctx.person?.isAdmin || ctx.actor.kind === 'operator';
  return (
    <PageFrame width="text">
      <DeliveryNav />
      <p className="mb-1 text-sm">
        <Link href="/targets" className="text-muted hover:text-accent hover:underline">
          Targets
        </Link>
      </p>
      <div className="mb-6">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <h1 className="page-title [overflow-wrap:anywhere]">{target.name}</h1>
          <TargetState target={target} />
        </div>
        <p className="mt-1 font-mono text-xs text-muted [overflow-wrap:anywhere]">
          {target.address} {target.path}
        </p>
        <p className="text-sm text-muted">
          of {target.org}
          {target.group !== null && `, group ${target.group}`}, {MODES[target.mode]}
          {target.mode === 'releases' && `, ${target.keep} releases are kept`}.
        </p>
      </div>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <ProgramsNotice />
      <div className="mb-6 grid gap-2 empty:hidden">
        <SentNotice form="add-host" />
      </div>
      <KeySection target={target} canManage={canManage} />
      <HostKeySection target={target} canAccept={!ctx.env.readOnly && Boolean(managesServer)} />
      <Section
        id="test"
        title="Test"
        className="mb-10"
        about="Signs in as a delivery would and looks whether everything is there. Nothing is delivered."
      >
        <div className="grid gap-4">
          {canManage && <TestHost id={id} />}
          <SentNotice form="test-host" subject={id} />
          {target.findings === null || target.tested_at === null ? (
            <p className="text-sm text-muted">It was not tested yet.</p>
          ) : (
            <>
              <p className="text-sm text-muted">
                Found <RelativeTime at={target.tested_at} />:
              </p>
              <FindingList findings={target.findings} />
            </>
          )}
        </div>
      </Section>
      {canManage && (
        <>
          <Section id="settings" title="Settings" className="mb-10">
            <HostSettings target={target} />
          </Section>
          <Section
            id="delete"
            title="Delete"
            about="What lies on the host stays there. Nothing is delivered to it any more."
          >
            <div className="grid justify-items-start gap-2">
              <DeleteHost target={target} />
              <SentNotice form="delete-host" subject={id} />
            </div>
          </Section>
        </>
      )}
    </PageFrame>
  );
}

const MODES: Record<Target['mode'], string> = {
  releases: 'with a link to the live release',
  in_place: 'in place',
};

function KeySection({ target, canManage }: { target: Target; canManage: boolean }) {
  const user = target.address.slice(0, target.address.indexOf('@'));
  return (
    <Section
      id="key"
      title="Its key"
      className="mb-10"
      about={`Add the line to ~/.ssh/authorized_keys of ${user} on the host. “restrict” takes everything from the key that a delivery does not need, such as terminals and forwarding.`}
    >
      <div className="grid gap-3">
        <CopyField label="The line for authorized_keys" value={`restrict ${target.public_key}`} />
        <CopyField label="The public key alone" value={target.public_key} />
        {canManage && <RotateHost target={target} />}
        <SentNotice form="rotate-host" subject={target.id} />
      </div>
    </Section>
  );
}
