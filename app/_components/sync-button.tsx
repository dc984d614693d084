// Starts a sync and says in words how that went.
'use client';
import { RefreshCw } from 'lucide-react';
import { useSyncRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';
import { Button } from './button';

/** Pressing it while a run is under way is allowed: the server then says that it is busy. */
export function useSyncButton(repo: Repo) {
  const sync = useSyncRepo(repo.id);
  const button = (
    <Button
      size="sm"
      onClick={() => sync.mutate()}
      disabled={sync.isPending}
      aria-label={`Sync ${repo.org}/${repo.name}`}
    >
      <RefreshCw className={sync.isPending ? 'size-3.5 animate-spin' : 'size-3.5'} aria-hidden="true" />
      Sync
    </Button>
  );
  const message = sync.isError ? sync.error.message : null;
  return { button, message };
}
