// Repositories and runs as messages: what the API says, with integers for ids and empty text for what is not there.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import { type Numbers, numbersOf } from '@/lib/repos/numbers';
import type { Repo } from '@/lib/repos/repo';
import type { Run as RunOfApi } from '@/lib/runs/run';
import type { Repository } from './types/freshet/v1/Repository';
import type { Run } from './types/freshet/v1/Run';
import type { Timestamp } from './types/google/protobuf/Timestamp';

/** What an int32 field may name: ids are counted from one, and an unset one is 0. */
export const number = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
export const repositoryId = number.min(1, 'names no repository');
/** The database holds no text with a NUL. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'holds a NUL character');

/** One repository, as the caller may see it. Throws `not_found`. */
export async function repository(ctx: Context, id: string): Promise<Repository> {
  const [message] = await repositories(ctx, [await getRepo(ctx, id)]);
  if (!message) throw new AppError('not_found', 'There is no such repository.');
  return message;
}

/** Those that were deleted in between are left out. */
export async function repositories(ctx: Context, repos: Repo[]): Promise<Repository[]> {
  const numbers = await numbersOf(
    ctx,
    repos.map((repo) => repo.id),
  );
  return repos.flatMap((repo) => {
    const known = numbers.get(repo.id);
    return known ? [toMessage(repo, known)] : [];
  });
}

function toMessage(repo: Repo, { number: id, orgNumber }: Numbers): Repository {
  return {
    id,
    name: repo.name,
    description: repo.description,
    source_url: repo.url ?? '',
    source_type: repo.source_type ?? '',
    organisation_id: orgNumber,
    is_public: repo.is_public,
    status: repo.status,
    error: repo.error ?? '',
    kind: repo.kind,
    organisation: repo.org,
    default_branch: repo.default_branch ?? '',
    head_commit: repo.head_commit ?? '',
    added_at: timestamp(repo.added_at),
    indexed_at: timestamp(repo.indexed_at),
    checked_at: timestamp(repo.checked_at),
    file_count: repo.file_count,
    size_bytes: repo.size_bytes,
    uuid: repo.id,
    active_task_id: repo.active_run_id ?? '',
  };
}

/** A run of the repository with this number. */
export function toRunMessage(run: RunOfApi, repositoryNumber: number): Run {
  return {
    id: run.id,
    repository_id: repositoryNumber,
    trigger: run.trigger,
    status: run.status,
    stage: run.stage ?? '',
    progress_done: run.progress.done,
    progress_total: run.progress.total ?? 0,
    progress_unit: run.progress.unit ?? '',
    commits_synced: run.commits_synced,
    files_added: run.files_added,
    files_changed: run.files_changed,
    files_removed: run.files_removed,
    bytes_indexed: run.bytes_indexed,
    attempts: run.attempts,
    error: run.error ?? '',
    error_kind: run.error_kind ?? '',
    old_head: run.old_head ?? '',
    new_head: run.new_head ?? '',
    created_at: timestamp(run.created_at),
    started_at: timestamp(run.started_at),
    published_at: timestamp(run.published_at),
    ended_at: timestamp(run.ended_at),
  };
}

function timestamp(iso: string | null): Timestamp | null {
  if (iso === null) return null;
  const ms = Date.parse(iso);
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
}
