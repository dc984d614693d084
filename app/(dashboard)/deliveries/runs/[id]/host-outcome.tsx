// One host of a delivery run: how far it is, what went wrong, its log.
import Link from 'next/link';
import { OUTCOME_STATUS } from '@/app/_components/delivery/delivery-words';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatBytes, formatPlural } from '@/app/_format';
import type { DeliveryOutcome } from '@/lib/deliveries/delivery-run';

export function HostOutcome({ outcome }: { outcome: DeliveryOutcome }) {
  const { target, status, progress_done: done, progress_total: total } = outcome;
  const isMoving = status === 'sending' || status === 'switching';
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <Link
            href={`/targets/${target.id}`}
            className="text-sm font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
          >
            {target.name}
          </Link>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">{target.address}</p>
        </div>
        <div className="grid justify-items-end gap-0.5 text-2xs text-muted tabular-nums">
          <StatusPill {...OUTCOME_STATUS[status]} />
          <span>{aboutOf(outcome)}</span>
        </div>
      </div>
      {isMoving && total !== null && total > 0 && (
        <progress className="bar" aria-label={`Sent to ${target.name}`} value={Math.min(done, total)} max={total} />
      )}
      {outcome.error !== null && (
        <div className="text-sm [overflow-wrap:anywhere]">
          <p className={status === 'cancelled' ? 'text-muted' : 'text-bad'}>{outcome.error}</p>
          {outcome.next_attempt_at !== null && (
            <p className="text-xs text-muted">
              Tried again <RelativeTime at={outcome.next_attempt_at} isAhead />.
            </p>
          )}
        </div>
      )}
      {outcome.log !== null && outcome.log !== '' && (
        <details className="text-xs" open={status === 'failed' || isMoving}>
          <summary className="text-muted">Log</summary>
          {/* Its end is what matters while it goes on. */}
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by the keyboard.
            tabIndex={0}
            role="log"
            aria-label={`Log of ${target.name}`}
            className="mt-2 max-h-72 overflow-auto rounded-md bg-sunken p-3 font-mono whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {outcome.log}
          </pre>
        </details>
      )}
    </li>
  );
}

function aboutOf(outcome: DeliveryOutcome): string {
  const { status, progress_done: done, progress_total: total, attempts } = outcome;
  const parts = [
    status === 'sending' && total !== null && `${formatBytes(done)} of ${formatBytes(total)}`,
    status === 'delivered' && formatPlural(outcome.files_sent, 'file'),
    outcome.bytes_on_wire > 0 && `${formatBytes(outcome.bytes_on_wire)} over the wire`,
    attempts > 1 && `attempt ${attempts}`,
  ];
  return parts.filter(Boolean).join(', ');
}
