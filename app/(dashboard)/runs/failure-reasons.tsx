// Why repositories fail, each reason with a button that tries all of them again.
'use client';
import { RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { errorText } from '@/app/_components/repo/stages';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { formatPlural } from '@/app/_format';
import type { FailureReason } from '@/lib/repos/manage/syncs/retry-failed';

interface FailureReasonsProps {
  reasons: FailureReason[];
  canWrite: boolean;
}

export function FailureReasons({ reasons, canWrite }: FailureReasonsProps) {
  // Said also where nothing fails any more, because all of it was started again.
  const sent = useSent('retry-failed');
  const said = sent?.error ?? sent?.text;
  return (
    <>
      {said && (
        <Notice look={sent?.error ? 'bad' : 'ok'} isLive className="mb-4">
          {said}
        </Notice>
      )}
      {reasons.length > 0 && <Reasons reasons={reasons} canWrite={canWrite} />}
    </>
  );
}

function Reasons({ reasons, canWrite }: FailureReasonsProps) {
  return (
    <section aria-labelledby="reasons" className="mb-5">
      <h2 id="reasons" className="mb-2 text-sm font-semibold">
        What fails now
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {reasons.map((reason) => (
          <Reason key={reason.error_kind} reason={reason} canWrite={canWrite} />
        ))}
      </ul>
    </section>
  );
}

function Reason({ reason: { error_kind, repositories }, canWrite }: { reason: FailureReason; canWrite: boolean }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
      <Link
        href={`/runs?status=failed&error_kind=${error_kind}`}
        prefetch={false}
        className="font-medium hover:text-accent hover:underline"
      >
        {errorText(error_kind)}
      </Link>
      <span className="text-xs text-muted tabular-nums">
        {formatPlural(repositories, 'repository', 'repositories')}
      </span>
      <span className="flex-1" />
      {canWrite && (
        <ActionForm action="retry-failed" fields={{ error_kind }}>
          <Button size="sm" type="submit" aria-label={`Retry all: ${errorText(error_kind)}`}>
            <RotateCcw className="size-3.5" aria-hidden="true" />
            Retry all
          </Button>
        </ActionForm>
      )}
    </li>
  );
}
