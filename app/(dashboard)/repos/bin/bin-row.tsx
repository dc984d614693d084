// One repository in the bin: restored, or removed for good.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatBytes, formatPlural } from '@/app/_format';
import type { BinnedRepo } from '@/lib/repos/life/list-bin';

export function BinRow({ repo, canWrite }: { repo: BinnedRepo; canWrite: boolean }) {
  const name = `${repo.org}/${repo.name}`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-sm font-medium [overflow-wrap:anywhere]">{name}</p>
        <p className="text-2xs text-muted [overflow-wrap:anywhere]">
          {repo.kind} · {formatPlural(repo.file_count, 'file', 'files')} · {formatBytes(repo.size_bytes)} · deleted{' '}
          <RelativeTime at={repo.deleted_at} />
          {repo.deleted_by && ` by ${repo.deleted_by}`} · removed for good{' '}
          <RelativeTime at={repo.purged_after} isAhead />
        </p>
      </div>
      {canWrite && (
        <div className="flex gap-2">
          <ActionForm action="restore-repo" fields={{ id: repo.id }}>
            <Button size="sm" type="submit" aria-label={`Restore ${name}`}>
              Restore
            </Button>
          </ActionForm>
          <ConfirmButton
            label="Remove"
            subject={`${name} for good`}
            title={`Remove ${name} for good?`}
            text="Its history, its index and its folder on this server go. This cannot be undone. Its source is not touched."
            action="purge-repo"
            fields={{ repo: repo.id }}
            keep="Keep it"
            confirm="Remove for good"
          />
        </div>
      )}
      <SentNotice form="restore-repo" subject={repo.id} className="basis-full" />
    </li>
  );
}
