// Syncs every repository and says in words what came of it.
'use client';
import { RefreshCw } from 'lucide-react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { outcomesText } from '@/app/_forms/input/sync-outcomes';
import { useSyncAll } from '@/app/_queries/sync-all';

/** The button and, on a line of its own below the row that it stands in, the outcome. */
export function SyncAll() {
  const all = useSyncAll();
  const { mutate, isPending, isIdle, data } = all;
  const sent = useSent('sync-all');
  const error = refusalOf(all, sent);
  return (
    <>
      <ActionForm action="sync-all" onSubmit={() => mutate()}>
        <Button type="submit" isBusy={isPending}>
          <RefreshCw className={isPending ? 'size-4 animate-spin' : 'size-4'} aria-hidden="true" />
          {isPending ? 'Asking…' : 'Sync all'}
        </Button>
      </ActionForm>
      <div role="status" className="order-last basis-full empty:absolute">
        {error && <Notice look="bad">{error}</Notice>}
        {isIdle && sent?.text && <Notice look="ok">{sent.text}</Notice>}
        {data && (
          <Notice look={data.outcomes.every(isFine) && data.stopped === null ? 'ok' : 'warn'}>
            Asked <RelativeTime at={data.at} />: {outcomesText(data.outcomes)}
            {data.stopped !== null && ` Then it broke off: ${data.stopped} Press it again for the others.`}
          </Notice>
        )}
      </div>
    </>
  );
}

function isFine({ outcome, code }: { outcome: string; code: string | null }): boolean {
  return outcome === 'started' || code === 'conflict' || code === 'not_found';
}
