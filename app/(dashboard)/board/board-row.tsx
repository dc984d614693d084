// One host of one delivery: how it stands, how fresh that is, and the button that looks again.
'use client';
import { ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { HOST_STATE } from '@/app/_components/delivery/delivery-words';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { verifiedText } from '@/app/_forms/delivery/verify-outcomes';
import { useVerifyHost } from '@/app/_queries/board';
import type { BoardItem } from '@/lib/deliveries/board/board-item';
import { BoardState } from './board-state';

export function BoardRow({ item, canWrite }: { item: BoardItem; canWrite: boolean }) {
  const { target, repo } = item;
  const name = `${repo.org}/${repo.name}`;
  const verify = useVerifyHost(item.delivery_id, target.id);
  const subject = `${item.delivery_id}:${target.id}`;
  const sent = useSent('verify-delivery', subject);
  const refusal = refusalOf(verify, sent);
  const told = verify.data ? verifiedText([verify.data]) : verify.isIdle ? sent?.text : null;
  return (
    <li className="px-4 py-2 text-xs">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="w-40 shrink-0">
          <StatusPill {...HOST_STATE[item.state]} />
        </span>
        <div className="min-w-0 flex-1 basis-40">
          <Link
            href={`/targets/${target.id}`}
            prefetch={false}
            title={`${target.address}:${target.path}`}
            className="block truncate text-sm font-medium hover:text-accent hover:underline"
          >
            {target.name}
          </Link>
          <p className="truncate text-2xs text-muted">{target.address}</p>
        </div>
        <div className="min-w-0 flex-1 basis-40">
          <Link
            href={`/deliveries/${item.delivery_id}`}
            prefetch={false}
            title={name}
            className="block truncate text-sm hover:text-accent hover:underline"
          >
            {name}
          </Link>
          <p className="truncate text-2xs text-muted">
            {[item.ref ?? 'default branch', target.group && `group ${target.group}`].filter(Boolean).join(' · ')}
          </p>
        </div>
        <Times item={item} />
        {canWrite && item.you_may.includes('deliver') && target.is_enabled && (
          <ActionForm action="verify-delivery" fields={{ id: subject }} onSubmit={() => verify.mutate()}>
            <Button size="sm" type="submit" isBusy={verify.isPending} aria-label={`Verify ${name} on ${target.name}`}>
              <ScanSearch className={verify.isPending ? 'size-3.5 animate-pulse' : 'size-3.5'} aria-hidden="true" />
              Verify
            </Button>
          </ActionForm>
        )}
      </div>
      <p className="mt-0.5 text-muted [overflow-wrap:anywhere]">
        <BoardState item={item} />
      </p>
      <p role="status" className="mt-0.5 [overflow-wrap:anywhere] empty:hidden">
        {refusal ? <span className="text-warn">{refusal}</span> : told}
      </p>
    </li>
  );
}

function Times({ item }: { item: BoardItem }) {
  const times: [string, string | null][] = [
    ['Upstream', item.upstream_checked_at],
    ['Delivered', item.delivered_at],
    ['Verified', item.verified_at],
  ];
  return (
    <dl className="grid grid-cols-3 gap-x-4 text-2xs max-sm:w-full sm:w-72">
      {times.map(([label, at]) => (
        <div key={label} className="min-w-0">
          <dt className="text-muted">{label}</dt>
          <dd className="truncate">{at === null ? 'never' : <RelativeTime at={at} />}</dd>
        </div>
      ))}
    </dl>
  );
}
