// What can be done about a run: cancelled while it has not ended, tried again if it did not work.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import type { Run } from '@/lib/runs/run';

interface RunActionsProps {
  run: Run;
  /** Among others: whoever tries it again stays there. */
  isInList?: boolean;
}

export function RunActions({ run, isInList = false }: RunActionsProps) {
  const cancelled = useSent('cancel-run', run.id);
  const retried = useSent('retry-run', run.id);
  const isOpen = run.status === 'queued' || run.status === 'running';
  const canRetry = run.status === 'failed' || run.status === 'cancelled' || (isOpen && run.error !== null);
  const fields = { id: run.id, ...(isInList ? { stay: '1' } : {}) };
  const word = retried?.text ?? cancelled?.error ?? retried?.error;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {word && (
        <span role="status" className="text-xs text-muted">
          {word}
        </span>
      )}
      {canRetry && (
        <ActionForm action="retry-run" fields={fields}>
          <Button size="sm" type="submit">
            {isOpen ? 'Retry now' : 'Retry'}
          </Button>
        </ActionForm>
      )}
      {isOpen && (
        <ActionForm action="cancel-run" fields={fields}>
          <Button size="sm" type="submit">
            Cancel
          </Button>
        </ActionForm>
      )}
    </span>
  );
}
