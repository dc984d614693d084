// A state in one word with its colour.
import { clsx } from 'clsx';
import type { Repo } from '@/lib/repos/repo';

const LOOKS = {
  ok: { text: 'text-ok', dot: 'bg-ok' },
  bad: { text: 'text-bad', dot: 'bg-bad' },
  warn: { text: 'text-warn', dot: 'bg-warn' },
  busy: { text: 'text-accent', dot: 'bg-accent animate-pulse' },
  calm: { text: 'text-muted', dot: 'bg-line-strong' },
};

export type Look = keyof typeof LOOKS;

export function StatusPill({ look, text }: { look: Look; text: string }) {
  return (
    <span className={clsx('inline-flex items-center gap-1.5 text-xs font-medium whitespace-nowrap', LOOKS[look].text)}>
      <span aria-hidden="true" className={clsx('size-2 rounded-full', LOOKS[look].dot)} />
      {text}
    </span>
  );
}

const REPO_STATUS: Record<Repo['status'], { text: string; look: Look }> = {
  pending: { text: 'Waiting', look: 'calm' },
  initializing: { text: 'Preparing', look: 'busy' },
  cloning: { text: 'Cloning', look: 'busy' },
  indexing: { text: 'Indexing', look: 'busy' },
  embedding: { text: 'Embedding', look: 'busy' },
  ready: { text: 'Ready', look: 'ok' },
  error: { text: 'Failing', look: 'bad' },
  archived: { text: 'Archived', look: 'calm' },
};

const STALE: { text: string; look: Look } = { text: 'Stale', look: 'warn' };

/** What it does, or how it stands if it does nothing. */
export function RepoStatus({ repo }: { repo: Pick<Repo, 'status' | 'standing'> }) {
  const isStale = repo.status === 'ready' && repo.standing === 'stale';
  return <StatusPill {...(isStale ? STALE : REPO_STATUS[repo.status])} />;
}
