// The last message to one target: what it said, and whether it arrived.
'use client';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { NotificationDelivery, NotificationTarget } from '@/lib/notifications/notification-target';

interface LastNotificationProps {
  target: NotificationTarget;
  /** Whether this text stands right above. */
  isShown: (text: string) => boolean;
}

export function LastNotification({ target: { last_delivery: last, waiting }, isShown }: LastNotificationProps) {
  if (!last) return <p className="text-xs text-muted">Nothing has been sent yet.</p>;
  const behind = waiting - (last.status === 'waiting' ? 1 : 0);
  return (
    <div className="grid gap-1 text-xs">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-0 flex-1 basis-full sm:basis-40 [overflow-wrap:anywhere]">{last.subject}</span>
        <Outcome delivery={last} />
        <span className="text-2xs text-muted sm:w-24 sm:text-right">
          <RelativeTime at={last.sent_at ?? last.created_at} />
        </span>
      </div>
      {last.error && !isShown(last.error) && <p className="text-bad [overflow-wrap:anywhere]">{last.error}</p>}
      {last.next_attempt_at && last.attempts > 0 && (
        <p className="text-muted">
          Tried {last.attempts === 1 ? 'once' : `${last.attempts} times`}, again{' '}
          <RelativeTime isAhead at={last.next_attempt_at} />.
        </p>
      )}
      {behind > 0 && (
        <p className="text-muted">{behind === 1 ? 'One more message waits.' : `${behind} more messages wait.`}</p>
      )}
    </div>
  );
}

function Outcome({ delivery: { status, attempts } }: { delivery: NotificationDelivery }) {
  if (status === 'sent') return <StatusPill look="ok" text="Sent" />;
  if (status === 'failed') return <StatusPill look="bad" text="Not sent" />;
  return <StatusPill look={attempts > 0 ? 'bad' : 'calm'} text={attempts > 0 ? 'Tried again soon' : 'Waiting'} />;
}
