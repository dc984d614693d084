// A delivery run as it happens: what it sends, how far each host is, what went wrong.
'use client';
import { DELIVERY_STATUS, deliveryTriggerText } from '@/app/_components/delivery/delivery-words';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatBytes, formatCount, formatPlural, shortSha } from '@/app/_format';
import { isOpenRun, useLiveDeliveryRun } from '@/app/_queries/deliveries';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';
import { HostOutcome } from './host-outcome';

export function DeliveryRunView({ initial, canDeliver }: { initial: DeliveryRun; canDeliver: boolean }) {
  const run = useLiveDeliveryRun(initial);
  const isOpen = isOpenRun(run);
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-1">
        <div role="status">
          <StatusPill {...DELIVERY_STATUS[run.status]} />
        </div>
        <p className="text-xs text-muted">
          Started {deliveryTriggerText(run)}, <RelativeTime at={run.created_at} />
        </p>
        {canDeliver && isOpen && (
          <ActionForm action="cancel-delivery" fields={{ id: run.id }} className="ml-auto">
            <Button size="sm" type="submit">
              Cancel
            </Button>
          </ActionForm>
        )}
      </div>
      <SentNotice form="cancel-delivery" subject={run.id} className="mb-5" />
      <Words run={run} isOpen={isOpen} />
      <h2 className="mb-2 text-sm font-semibold">What is delivered</h2>
      <dl className="mb-6 grid grid-cols-2 overflow-hidden rounded-lg border border-line bg-surface sm:grid-cols-3">
        {factsOf(run).map(([label, value]) => (
          <div key={label} className="-mr-px -mb-px min-w-0 border-r border-b border-line px-4 py-2.5">
            <dt className="text-2xs text-muted">{label}</dt>
            <dd className="text-sm font-medium tabular-nums [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {run.left_out !== null && run.left_out.length > 0 && (
        <details className="mb-6 text-sm">
          <summary>{formatPlural(run.left_out.length, 'name is', 'names are')} not sent</summary>
          <ul className="mt-2 grid gap-1 font-mono text-xs [overflow-wrap:anywhere]">
            {run.left_out.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
      <h2 className="mb-2 text-sm font-semibold">Hosts</h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {run.outcomes.map((outcome) => (
          <HostOutcome key={outcome.target.id} outcome={outcome} />
        ))}
      </ul>
    </>
  );
}

function Words({ run, isOpen }: { run: DeliveryRun; isOpen: boolean }) {
  return (
    <>
      {run.fallback_reason !== null && (
        <Notice look="warn" title="Upstream was away: this is the last good state" className="mb-5">
          {run.fallback_reason}
        </Notice>
      )}
      {run.status === 'waiting' && run.error === null && (
        <Notice look="info" title="It waits for a sync" className="mb-5">
          The repository is being synced, so that what upstream has now is delivered.
        </Notice>
      )}
      {run.error !== null && (
        <Notice
          look={run.status === 'cancelled' ? 'info' : isOpen || run.status === 'partial' ? 'warn' : 'bad'}
          title={titleOf(run)}
          className="mb-5"
        >
          <span className="whitespace-pre-line">{run.error}</span>
        </Notice>
      )}
    </>
  );
}

function titleOf({ status }: DeliveryRun): string {
  if (status === 'waiting') return 'It waits for upstream';
  if (status === 'blocked') return 'Nothing was sent';
  if (status === 'partial') return 'Only some of the hosts have it';
  return status === 'cancelled' ? 'It was cancelled' : 'It did not succeed';
}

function factsOf(run: DeliveryRun): [label: string, value: string][] {
  const good = run.outcomes.filter(({ status }) => status === 'delivered' || status === 'unchanged').length;
  const wire = run.outcomes.reduce((sum, outcome) => sum + outcome.bytes_on_wire, 0);
  return [
    ['Branch or tag', run.ref ?? 'default branch'],
    ['Commit', run.commit === null ? 'not known yet' : shortSha(run.commit)],
    ['Hosts that have it', `${good} of ${run.outcomes.length}`],
    ['Files', run.file_count === null ? '–' : formatCount(run.file_count)],
    ['Size', run.size_bytes === null ? '–' : formatBytes(run.size_bytes)],
    ['Over the wire', formatBytes(wire)],
  ];
}
