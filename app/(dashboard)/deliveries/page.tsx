// What is delivered where, and how each last run went.
import type { Metadata } from 'next';
import Link from 'next/link';
import { DELIVERY_STATUS, hostsGood, placesText } from '@/app/_components/delivery/delivery-words';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import type { Delivery } from '@/lib/deliveries/delivery';
import { listDeliveries } from '@/lib/deliveries/list-deliveries';
import { isId } from '@/lib/is-id';
import { deliveryPrograms } from '@/lib/ssh/programs';
import { signedIn } from '../_signed-in';

export const metadata: Metadata = { title: 'Deliveries' };

export default async function DeliveriesPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/deliveries');
  const search = await searchParams;
  const [repo, cursor] = [firstValue(search.repo), firstValue(search.cursor)];
  const options = {
    ...(repo !== undefined && isId(repo) ? { repo } : {}),
    ...(cursor ? { cursor } : {}),
  };
  const [page, programs] = await Promise.all([orNotFound(listDeliveries(ctx, options)), deliveryPrograms()]);
  const more = new URLSearchParams({ ...(repo ? { repo } : {}), cursor: page.next_cursor ?? '' });
  return (
    <PageFrame width="page">
      <DeliveryNav />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h1 className="page-title">Deliveries</h1>
        {!ctx.env.readOnly && (
          <Link href="/deliveries/new" className={buttonStyle({ look: 'primary' })}>
            New delivery
          </Link>
        )}
      </div>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {programs.missing !== null && (
        <Notice look="warn" title="Nothing can be delivered from this server yet" className="mb-4">
          {programs.missing}
        </Notice>
      )}
      {page.items.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title={cursor ? 'There are no more' : 'Nothing is delivered yet'}>
          A delivery brings the files of a branch or tag to hosts, and keeps them in step there. First add{' '}
          <Link href="/targets" className="underline hover:text-accent">
            the hosts
          </Link>
          , then say what goes to them.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {page.items.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
      {page.next_cursor !== null && (
        <p className="mt-4 text-center">
          <Link href={`/deliveries?${more}`} className={buttonStyle()}>
            More
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { repo, hosts, last_run: last } = delivery;
  const good = hostsGood(hosts);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <Link
          href={`/deliveries/${delivery.id}`}
          className="text-sm font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
        >
          {repo.org}/{repo.name}
        </Link>
        <p className="text-xs text-muted [overflow-wrap:anywhere]">
          {delivery.ref ?? 'default branch'}
          {delivery.subfolder !== null && `, ${delivery.subfolder}/`} → {placesText(delivery)}
        </p>
      </div>
      <p className="text-xs text-muted tabular-nums">
        {good} of {hosts.length} in sync
      </p>
      <div className="flex basis-48 flex-wrap items-center justify-end gap-x-3">
        {!delivery.is_enabled ? (
          <StatusPill look="calm" text="Switched off" />
        ) : last === null ? (
          <StatusPill look="calm" text="Never run" />
        ) : (
          <Link href={`/deliveries/runs/${last.id}`} className="flex items-center gap-2 hover:underline">
            <StatusPill {...DELIVERY_STATUS[last.status]} />
            {last.ended_at !== null && (
              <span className="text-2xs text-muted">
                <RelativeTime at={last.ended_at} />
              </span>
            )}
          </Link>
        )}
      </div>
    </li>
  );
}
