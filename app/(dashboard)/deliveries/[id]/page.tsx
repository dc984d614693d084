// One delivery: its hosts and how they stand, its last runs, its settings.
import type { Metadata } from 'next';
import Link from 'next/link';
import { DELIVERY_STATUS, hostsGood } from '@/app/_components/delivery/delivery-words';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { formatPlural } from '@/app/_format';
import { orNotFound } from '@/app/_http/or-not-found';
import { may, SERVER } from '@/lib/access/may';
import type { Delivery } from '@/lib/deliveries/delivery';
import { getDelivery } from '@/lib/deliveries/list-deliveries';
import { listDeliveryRuns } from '@/lib/deliveries/list-delivery-runs';
import { listPlaces } from '@/lib/deliveries/list-places';
import { listReleases } from '@/lib/deliveries/list-releases';
import { signedIn } from '../../_signed-in';
import { ChangeDeliveryForm } from './change-delivery-form';
import { DeliveryRuns } from './delivery-runs';
import { HostList } from './host-list';
import { RunDelivery } from './run-delivery';
import { VerifyDelivery } from './verify-delivery';

export const metadata: Metadata = { title: 'Delivery' };

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await signedIn(`/deliveries/${id}`);
  const delivery = await orNotFound(getDelivery(ctx, id));
  const { repo, you_may } = delivery;
  const [canDeliver, canManage] = [you_may.includes('deliver'), you_may.includes('manage')].map(
    (right) => right && !ctx.env.readOnly,
  );
  const [runs, releases, places] = await Promise.all([
    listDeliveryRuns(ctx, id),
    listReleases(ctx, id),
    canManage ? listPlaces(ctx, repo.org) : [],
  ]);
  const name = `${repo.org}/${repo.name}`;
  return (
    <PageFrame width="text">
      <DeliveryNav />
      <h1 className="mb-1 page-title [overflow-wrap:anywhere]">Delivery of {name}</h1>
      <p className="mb-5 text-sm text-muted [overflow-wrap:anywhere]">{aboutOf(delivery)}</p>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <SentNotice form="add-delivery" subject={repo.id} className="mb-5" />
      <Standing delivery={delivery} />
      {canDeliver && <RunDelivery delivery={delivery} />}
      <Section id="hosts" title="Hosts" className="mb-10">
        {canDeliver && delivery.hosts.length > 0 && <VerifyDelivery deliveryId={id} />}
        <HostList delivery={delivery} releases={releases.items} canDeliver={canDeliver === true} />
      </Section>
      <Section id="runs" title="Runs" className="mb-10">
        <DeliveryRuns runs={runs.items} />
      </Section>
      {canManage && (
        <>
          <Section id="settings" title="Settings" className="mb-10">
            <div className="rounded-lg border border-line bg-surface p-4 sm:p-6">
              <ChangeDeliveryForm
                delivery={delivery}
                places={places}
                canSetHook={may(ctx.actor, 'server.administer', SERVER)}
              />
            </div>
          </Section>
          <Section id="forget" title="Forget" className="mb-6">
            <div className="flex flex-wrap items-center justify-between gap-4 rounded-lg border border-line bg-surface p-4 sm:px-6">
              <p className="min-w-0 flex-1 basis-56 text-sm text-muted">
                Ends a run under way and forgets this delivery with its runs. What is on the hosts stays there.
              </p>
              <ConfirmButton
                label="Forget"
                subject={`the delivery of ${name}`}
                title="Forget this delivery?"
                text="Its hosts stay as they are, and can then be given to another one."
                action="delete-delivery"
                fields={{ id }}
              />
            </div>
            <SentNotice form="delete-delivery" subject={id} className="mt-3" />
          </Section>
        </>
      )}
    </PageFrame>
  );
}

function aboutOf(delivery: Delivery): string {
  const parts = [
    delivery.ref === null ? 'The default branch' : delivery.ref,
    delivery.subfolder !== null && `below ${delivery.subfolder}/`,
    delivery.group !== null && `to the group ${delivery.group}`,
    delivery.after_sync ? 'after each sync' : 'when asked',
    delivery.block_on_secrets ? 'never with secrets in it' : 'without a search for secrets',
    delivery.repair && 'hosts are repaired by themselves',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/** What matters most comes first: a delivery that only some hosts have says so. */
function Standing({ delivery }: { delivery: Delivery }) {
  const { hosts, last_run: last } = delivery;
  const good = hostsGood(hosts);
  const look = last === null ? null : DELIVERY_STATUS[last.status];
  return (
    <div className="mb-5 grid gap-3 text-sm">
      {!delivery.is_enabled && (
        <Notice look="info" title="Switched off">
          No run of it begins. Switch it on in its settings.
        </Notice>
      )}
      {hosts.length === 0 && (
        <Notice look="warn" title="It has no host">
          Its targets are gone, were switched off, or are of another organisation than the repository is now.
        </Notice>
      )}
      {last !== null && (last.status === 'partial' || last.status === 'failed' || last.status === 'blocked') && (
        <Notice look={last.status === 'partial' ? 'warn' : 'bad'} title={`The last run: ${look?.text.toLowerCase()}`}>
          <Link href={`/deliveries/runs/${last.id}`} className="underline hover:text-accent">
            See what happened
          </Link>
        </Notice>
      )}
      {last !== null && delivery.active_run_id !== null && (
        <p>
          <Link href={`/deliveries/runs/${delivery.active_run_id}`} className="underline hover:text-accent">
            A run is under way
          </Link>
        </p>
      )}
      <p>
        {good} of {formatPlural(hosts.length, 'host')} {good === 1 ? 'is' : 'are'} in sync, as last seen.
      </p>
    </div>
  );
}
