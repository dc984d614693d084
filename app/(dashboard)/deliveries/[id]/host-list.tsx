// The hosts of a delivery: how each stands, and which releases it could go back to.
import Link from 'next/link';
import { HOST_STATE } from '@/app/_components/delivery/delivery-words';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural, shortSha } from '@/app/_format';
import type { Delivery, DeliveryHost } from '@/lib/deliveries/delivery';
import type { DeliveryRelease } from '@/lib/deliveries/list-releases';
import { RollBack } from './roll-back';

interface HostListProps {
  delivery: Delivery;
  releases: DeliveryRelease[];
  canDeliver: boolean;
}

export function HostList({ delivery, releases, canDeliver }: HostListProps) {
  if (delivery.hosts.length === 0) return <p className="text-sm text-muted">There is none.</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {delivery.hosts.map((host) => (
        <HostRow
          key={host.target_id}
          deliveryId={delivery.id}
          host={host}
          kept={releases.filter((one) => one.target_id === host.target_id && one.state === 'kept')}
          canDeliver={canDeliver}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  deliveryId: string;
  host: DeliveryHost;
  kept: DeliveryRelease[];
  canDeliver: boolean;
}

function HostRow({ deliveryId, host, kept, canDeliver }: RowProps) {
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-sm font-medium [overflow-wrap:anywhere]">
            <Link href={`/targets/${host.target_id}`} className="hover:text-accent hover:underline">
              {host.name}
            </Link>
            {!host.is_enabled && <span className="font-normal text-muted"> (switched off)</span>}
          </p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            {host.address} {host.path}
          </p>
        </div>
        <div className="grid gap-0.5 text-2xs text-muted sm:justify-items-end">
          <StatusPill {...HOST_STATE[host.state]} />
          {host.behind_by !== null && host.behind_by > 0 && <span>by {formatPlural(host.behind_by, 'commit')}</span>}
          {host.commit !== null && (
            <span>
              <code className="font-mono">{shortSha(host.commit)}</code>
              {host.delivered_at !== null && (
                <>
                  {', '}
                  <RelativeTime at={host.delivered_at} />
                </>
              )}
            </span>
          )}
        </div>
      </div>
      {host.state_text !== null && host.state !== 'in_sync' && (
        <p className="text-xs text-muted [overflow-wrap:anywhere]">{host.state_text}</p>
      )}
      {canDeliver && kept.length > 0 && <RollBack deliveryId={deliveryId} host={host} kept={kept} />}
    </li>
  );
}
