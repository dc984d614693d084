// Where a repository is delivered, in a line for each; a delivery that only some hosts have says so.
import Link from 'next/link';
import { DELIVERY_STATUS, hostsGood, placesText } from '@/app/_components/delivery/delivery-words';
import { StatusPill } from '@/app/_components/repo/status-pill';
import type { Delivery } from '@/lib/deliveries/delivery';

export function DeliveriesLine({ repoId, deliveries }: { repoId: string; deliveries: Delivery[] }) {
  if (deliveries.length === 0) return null;
  return (
    <section aria-labelledby="deliveries" className="mb-8">
      <h2 id="deliveries" className="mb-2 text-sm font-semibold">
        <Link href={`/deliveries?repo=${repoId}`} className="hover:text-accent hover:underline">
          Delivered to
        </Link>
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
            <Link
              href={`/deliveries/${delivery.id}`}
              className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere] hover:text-accent hover:underline"
            >
              {placesText(delivery)}
            </Link>
            <span className="text-xs text-muted tabular-nums">
              {hostsGood(delivery.hosts)} of {delivery.hosts.length} in sync
            </span>
            {delivery.last_run !== null && <StatusPill {...DELIVERY_STATUS[delivery.last_run.status]} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
