// Repositories in the browser: read again while something is going on, and changed.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MigrateRepo } from '@/lib/repos/manage/migrate-repo';
import type { NewRepo, RepoChanges } from '@/lib/repos/manage/repo-settings';
import type { Repo } from '@/lib/repos/repo';
import { requestJson } from './request-json';

const BUSY_MS = 1000;
const QUIET_MS = 15_000;

interface RepoPage {
  repos: Repo[];
  next_cursor: string | null;
}

/** True while a run holds the repository. */
export function isRunning(repo: Repo): boolean {
  return repo.active_run_id !== null;
}

/** One page of the list, kept fresh; `search` is its query in the API, `initial` what the server rendered. */
export function useRepos(search: string, initial: RepoPage) {
  return useQuery({
    queryKey: ['repos', search],
    queryFn: () => requestJson<RepoPage>(`/api/v1/repos${search}`),
    initialData: initial,
    staleTime: BUSY_MS,
    refetchInterval: ({ state }) => (state.data?.repos.some(isRunning) ? BUSY_MS : QUIET_MS),
  });
}

export function useRepo(initial: Repo) {
  return useQuery({
    queryKey: ['repo', initial.id],
    queryFn: () => requestJson<Repo>(`/api/v1/repos/${initial.id}`),
    initialData: initial,
    staleTime: BUSY_MS,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? BUSY_MS : QUIET_MS),
  });
}

/** Puts what the server answered in place and has the lists read again. */
function useKeepRepo() {
  const client = useQueryClient();
  return async (repo: Repo) => {
    // What was asked for before the change would take its place.
    await client.cancelQueries({ queryKey: ['repo', repo.id] });
    client.setQueryData(['repo', repo.id], repo);
    await Promise.all([
      client.invalidateQueries({ queryKey: ['repos'] }),
      client.invalidateQueries({ queryKey: ['runs', repo.id] }),
    ]);
  };
}

export function useAddRepo() {
  const keep = useKeepRepo();
  return useMutation({
    mutationFn: (input: NewRepo) => requestJson<Repo>('/api/v1/repos', { method: 'POST', body: input }),
    onSuccess: keep,
  });
}

export function useUpdateRepo(id: string) {
  const keep = useKeepRepo();
  return useMutation({
    mutationFn: (changes: RepoChanges) => requestJson<Repo>(`/api/v1/repos/${id}`, { method: 'PATCH', body: changes }),
    onSuccess: keep,
  });
}

export function useMigrateRepo(id: string) {
  const keep = useKeepRepo();
  return useMutation({
    mutationFn: (input: MigrateRepo) =>
      requestJson<Repo>(`/api/v1/repos/${id}/migrate`, { method: 'POST', body: input }),
    onSuccess: keep,
  });
}

export function useSyncRepo(id: string) {
  const keep = useKeepRepo();
  return useMutation({
    mutationFn: () => requestJson<Repo>(`/api/v1/repos/${id}/sync`, { method: 'POST' }),
    onSuccess: keep,
  });
}

export function useConfirmLosses(id: string) {
  const keep = useKeepRepo();
  return useMutation({
    mutationFn: (commit: string) =>
      requestJson<Repo>(`/api/v1/repos/${id}/confirm`, { method: 'POST', body: { commit } }),
    onSuccess: keep,
  });
}

export function useDeleteRepo(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => requestJson<null>(`/api/v1/repos/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['repos'] }),
  });
}
