// Asks for a sync of every repository, in the lots that the list comes in.
'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SyncOutcome } from '@/lib/repos/manage/syncs/request-syncs';
import type { Repo } from '@/lib/repos/repo';
import { requestJson } from './request-json';

/** Small enough that each answer comes soon. */
const LOT = 50;

export interface SyncedAll {
  /** When it was asked for, as ISO 8601 by the browser's clock. */
  at: string;
  outcomes: SyncOutcome[];
  /** Why not all were asked for; null if they were. */
  stopped: string | null;
}

/** Throws the first lot's problem; one that comes later is told beside what was done until then. */
async function syncAll(): Promise<SyncedAll> {
  const at = new Date().toISOString();
  const outcomes: SyncOutcome[] = [];
  try {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { repos: Repo[]; next_cursor: string | null } = await requestJson(
        `/api/v1/repos?limit=${LOT}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      const ids = page.repos.filter(canSync).map((repo) => repo.id);
      if (ids.length > 0) {
        const answer = await requestJson<{ outcomes: SyncOutcome[] }>('/api/v1/repos/sync', {
          method: 'POST',
          body: { ids },
        });
        outcomes.push(...answer.outcomes);
      }
      cursor = page.next_cursor;
    }
  } catch (error) {
    if (outcomes.length === 0) throw error;
    return { at, outcomes, stopped: error instanceof Error ? error.message : String(error) };
  }
  return { at, outcomes, stopped: null };
}

/** Those that follow nothing, or are not the caller's to sync, are left out rather than refused. */
function canSync(repo: Repo): boolean {
  return repo.kind !== 'hosted' && repo.status !== 'archived' && repo.you_may.includes('sync');
}

export function useSyncAll() {
  const client = useQueryClient();
  return useMutation({ mutationFn: syncAll, onSettled: () => client.invalidateQueries({ queryKey: ['repos'] }) });
}
