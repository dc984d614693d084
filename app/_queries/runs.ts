// Runs in the browser: polled in lists, followed live on their own page.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Repo } from '@/lib/repos/repo';
import type { RunOfRepo } from '@/lib/runs/list-all-runs';
import type { Run } from '@/lib/runs/run';
import { requestJson } from './request-json';
import { useServerTrouble } from './server-trouble';

const POLL_MS = 700;

const hasEnded = (run: Run) => run.status !== 'queued' && run.status !== 'running';

/** A run that may be under way, read again until it has ended. */
export function useRun(id: string | null) {
  return useQuery({
    queryKey: ['run', id],
    queryFn: () => requestJson<Run>(`/api/v1/runs/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : POLL_MS),
  });
}

/** Most syncs are over before one has read what they do. */
const GLANCE_MS = 600;

/** The run `id` while it is under way and has been for longer than a glance; null otherwise. */
export function useLastingRun(id: string | null): Run | null {
  const { data: run } = useRun(id);
  const [lastingId, setLastingId] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLastingId(id), GLANCE_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return run && !hasEnded(run) && lastingId === id ? run : null;
}

/** The run of a repository that ended last, as soon as it has; null if there is none. */
export function useLatestRun(repo: Repo, initial: { runs: Run[] }): Run | null {
  const [id, setId] = useState(repo.active_run_id);
  if (repo.active_run_id !== null && repo.active_run_id !== id) setId(repo.active_run_id);
  const { data: followed } = useRun(id);
  const { data } = useRuns(repo.id, initial);
  if (followed && hasEnded(followed)) return followed;
  return data.runs.find(hasEnded) ?? null;
}

/** The last runs of a repository. */
export function useRuns(repoId: string, initial: { runs: Run[] }) {
  return useQuery({
    queryKey: ['runs', repoId],
    queryFn: () => requestJson<{ runs: Run[] }>(`/api/v1/repos/${repoId}/runs?limit=20`),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (state.data?.runs.some((run) => !hasEnded(run)) ? POLL_MS * 2 : 15_000),
  });
}

/** Runs over all repositories; `search` is the query of their address. */
export function useAllRuns(search: string, initial: { items: RunOfRepo[]; next_cursor: string | null }) {
  return useQuery({
    queryKey: ['all-runs', search],
    queryFn: () => requestJson<typeof initial>(`/api/v1/runs${search}`),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (state.data?.items.some((run) => !hasEnded(run)) ? POLL_MS * 2 : 15_000),
  });
}

/** A run followed by server-sent events; polled if those do not get through. */
export function useLiveRun(initial: Run): Run {
  const client = useQueryClient();
  const [isStreaming, setStreaming] = useState(false);
  const { id } = initial;
  const isOver = hasEnded(initial);

  useEffect(() => {
    if (isOver) return;
    const source = new EventSource(`/api/v1/runs/${id}/events`);
    const onRun = (event: MessageEvent<string>) => {
      setStreaming(true);
      client.setQueryData(['run', id], JSON.parse(event.data));
    };
    const onEnd = (event: MessageEvent<string>) => {
      onRun(event);
      source.close();
    };
    source.addEventListener('progress', onRun);
    source.addEventListener('end', onEnd);
    source.addEventListener('gone', () => source.close());
    source.addEventListener('error', () => setStreaming(false));
    return () => source.close();
  }, [client, id, isOver]);

  const { data } = useQuery({
    queryKey: ['run', id],
    queryFn: () => requestJson<Run>(`/api/v1/runs/${id}`),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (isStreaming || (state.data && hasEnded(state.data)) ? false : POLL_MS * 2),
  });
  return data;
}

const TICK_MS = 500;

/**
 * The server's time, as it goes on while `isRunning`: the browser's clock may be another one. It stands still while the
 * server does not answer: what became of the run is not known then.
 */
export function useServerNow(loadedAt: number, isRunning: boolean): number {
  const [now, setNow] = useState(loadedAt);
  const ahead = useRef<number | null>(null);
  const isKnown = useServerTrouble() === null;
  useEffect(() => {
    ahead.current ??= loadedAt - Date.now();
    if (!isRunning || !isKnown) return;
    const tick = () => setNow(Date.now() + (ahead.current ?? 0));
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [loadedAt, isRunning, isKnown]);
  return now;
}
