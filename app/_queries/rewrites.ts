// What rewritten histories took away, in the browser: read again as soon as a run says that there is more.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Rewrite } from '@/lib/browse/list-rewrites';
import type { Run } from '@/lib/runs/run';
import { requestJson } from './request-json';

interface Rewrites {
  rewrites: Rewrite[];
}

const QUIET_MS = 15_000;

/** `initial` is what the server rendered; `runId`: only what this run found, on its page. */
export function useRewrites(repoId: string, initial: Rewrites, runId?: string): Rewrite[] {
  const client = useQueryClient();
  const noted = useNotedRuns(repoId, runId);
  const { data } = useQuery({
    queryKey: ['rewrites', repoId],
    queryFn: () => requestJson<Rewrites>(`/api/v1/repos/${repoId}/rewrites`),
    initialData: initial,
    staleTime: QUIET_MS,
    refetchInterval: QUIET_MS,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that has something to say is what it waits for.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['rewrites', repoId] });
  }, [client, repoId, noted]);
  return runId === undefined ? data.rewrites : data.rewrites.filter((rewrite) => rewrite.run_id === runId);
}

/** The runs with a note among those that the page follows already: nothing is asked for here. */
function useNotedRuns(repoId: string, runId: string | undefined): string {
  const { data: page } = useQuery<{ runs: Run[] }>({ queryKey: ['runs', repoId], enabled: false });
  const { data: run } = useQuery<Run>({ queryKey: ['run', runId ?? null], enabled: false });
  const runs = runId === undefined ? (page?.runs ?? []) : run ? [run] : [];
  return runs.map(({ id, note }) => (note === null ? '' : id)).join(' ');
}

export function useForgetRewrite(repoId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => requestJson<null>(`/api/v1/repos/${repoId}/rewrites/${id}`, { method: 'DELETE' }),
    // Also if it failed: somebody else may have been first.
    onSettled: () =>
      Promise.all(['rewrites', 'repo', 'runs'].map((key) => client.invalidateQueries({ queryKey: [key, repoId] }))),
  });
}
