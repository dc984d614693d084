// One repository in the bin: restored, or removed for good.
'use client';
import { useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmPopover } from '@/app/_components/ui/forms/confirm-popover';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatBytes, formatPlural } from '@/app/_format';
import type { BinnedRepo } from '@/lib/repos/life/list-bin';

export function BinRow({ repo, canWrite }: { repo: BinnedRepo; canWrite: boolean }) {
  const id = useId();
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
          <Button size="sm" className="text-bad" popoverTarget={id} aria-label={`Remove ${name} for good`}>
            Remove…
          </Button>
          <ConfirmPopover
            id={id}
            title={`Remove ${name} for good?`}
            text="Its history, its index and its folder on this server go. This cannot be undone. Its source is not touched."
          >
            <ActionForm action="purge-repo" fields={{ repo: repo.id }} className="mt-5 flex justify-end gap-2">
              <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
                Keep it
              </Button>
              <Button look="danger" type="submit">
                Remove for good
              </Button>
            </ActionForm>
          </ConfirmPopover>
        </div>
      )}
      <SentNotice form="restore-repo" subject={repo.id} className="basis-full" />
    </li>
  );
}
