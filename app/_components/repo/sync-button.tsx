// Starts a sync and says in words how that went.
'use client';
import { RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '@/app/_components/ui/button';
import { isRunning, useSyncRepo } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';
import { useServerTrouble } from '@/app/_queries/server-trouble';
import type { Repo } from '@/lib/repos/repo';
import { ActionForm } from '../ui/forms/action-form';
import { refusalOf, useSent } from '../ui/forms/sent-form';

/** A refusal stands for so long at least, so that it can be read. */
const READ_MS = 8000;

/** Pressing it while a run is under way is allowed: the server then says that it is busy. */
export function useSyncButton(repo: Repo) {
  const sync = useSyncRepo(repo.id);
  const button = (
    <ActionForm action="sync" fields={{ id: repo.id }} onSubmit={() => sync.mutate()}>
      <Button size="sm" type="submit" isBusy={sync.isPending} aria-label={`Sync ${repo.org}/${repo.name}`}>
        <RefreshCw className={sync.isPending ? 'size-3.5 animate-spin' : 'size-3.5'} aria-hidden="true" />
        Sync
      </Button>
    </ActionForm>
  );
  useOutlived(repo, sync.error, sync.reset);
  const message = refusalOf(sync, useSent('sync', repo.id));
  return { button, message };
}

/** Removes a refusal that is out of date: the server answers again, or the page shows what the repository does. */
function useOutlived(repo: Repo, error: Error | null, reset: () => void) {
  const trouble = useServerTrouble();
  const isBusy = isRunning(repo);
  const notification = `${repo.checked_at} ${repo.error_at}`;
  const newsThen = useRef(notification);
  useEffect(() => {
    if (!error) {
      newsThen.current = notification;
      return;
    }
    const wasMissed = error instanceof Problem && error.status === 0;
    const isOver = trouble === null && (wasMissed || isBusy || notification !== newsThen.current);
    if (!isOver) return;
    const timer = setTimeout(reset, READ_MS);
    return () => clearTimeout(timer);
  }, [error, notification, isBusy, trouble, reset]);
}
