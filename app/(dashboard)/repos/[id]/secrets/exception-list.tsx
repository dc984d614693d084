// What is no secret: who said so, when and why; and the way back.
'use client';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { Exception } from '@/lib/secret-scans/scan';

interface ExceptionListProps {
  repoId: string;
  exceptions: Exception[];
  canManage: boolean;
}

export function ExceptionList({ repoId, exceptions, canManage }: ExceptionListProps) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {exceptions.map((exception) => (
        <li key={exception.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-2.5">
          <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
            <h3 className="text-sm font-medium">{exception.path}</h3>
            <p className="text-sm">{exception.reason}</p>
            <p className="text-2xs text-muted">
              <span className="font-mono">{exception.rule}</span>, by {exception.created_by ?? 'a program'},{' '}
              <RelativeTime at={exception.created_at} />
            </p>
          </div>
          {canManage && (
            <ConfirmButton
              label="Withdraw"
              subject={`the exception for ${exception.path}`}
              title={`Is it a secret after all?`}
              text={`What ${exception.rule} found in ${exception.path} blocks deliveries again.`}
              action="withdraw-secret-exception"
              fields={{ id: exception.id, repo: repoId }}
              keep="Keep it"
            />
          )}
          <SentNotice form="withdraw-secret-exception" subject={exception.id} />
        </li>
      ))}
    </ul>
  );
}
