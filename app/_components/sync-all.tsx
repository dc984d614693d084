// Syncs every repository and says in words what came of it.
'use client';
import { RefreshCw } from 'lucide-react';
import { useSyncAll } from '@/app/_queries/sync-all';
import { Button } from './button';
import { Notice } from './notice';
import { RelativeTime } from './relative-time';
import { outcomesText } from './sync-outcomes';

/** The button and, on a line of its own below the row that it stands in, the outcome. */
export function SyncAll() {
  const { mutate, isPending, data, error } = useSyncAll();
  return (
    <>
      <Button onClick={() => mutate()} isBusy={isPending}>
        <RefreshCw className={isPending ? 'size-4 animate-spin' : 'size-4'} aria-hidden="true" />
        {isPending ? 'Asking…' : 'Sync all'}
      </Button>
      <div role="status" className="order-last basis-full empty:absolute">
        {error && <Notice look="bad">{error.message}</Notice>}
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
