// The last runs of a delivery.
import Link from 'next/link';
import { DELIVERY_STATUS, deliveryTriggerText } from '@/app/_components/delivery/delivery-words';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { shortSha } from '@/app/_format';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';

export function DeliveryRuns({ runs }: { runs: DeliveryRun[] }) {
  if (runs.length === 0) return <p className="text-sm text-muted">There was none yet.</p>;
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
      {runs.map((run) => (
        <li key={run.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <Link href={`/deliveries/runs/${run.id}`} className="basis-36 hover:underline">
            <StatusPill {...DELIVERY_STATUS[run.status]} />
          </Link>
          <span className="min-w-0 flex-1 basis-40 text-xs text-muted [overflow-wrap:anywhere]">
            {run.commit !== null && (
              <>
                <code className="font-mono">{shortSha(run.commit)}</code> of {run.ref}{' '}
              </>
            )}
            {run.fallback_reason !== null && <span className="text-warn">last good state </span>}
            {deliveryTriggerText(run)}
          </span>
          <span className="text-xs text-muted tabular-nums">{hostsText(run)}</span>
          <span className="text-xs text-muted">
            <RelativeTime at={run.created_at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function hostsText({ outcomes }: DeliveryRun): string {
  const good = outcomes.filter(({ status }) => status === 'delivered' || status === 'unchanged').length;
  return `${good} of ${outcomes.length}`;
}
