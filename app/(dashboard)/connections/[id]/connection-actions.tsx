// Syncs a connection now, and removes it.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { useDeleteConnection, useSyncConnection } from '@/app/_queries/connections';
import { type Connection, nameOfConnection } from '@/lib/connections/connection';

/** Milliseconds between looks while a sync is under way. */
const LOOK_MS = 2000;

export function ConnectionActions({ connection }: { connection: Connection }) {
  const { id: subject, synced_at, active_run_id } = connection;
  const router = useRouter();
  const sync = useSyncConnection(subject);
  const remove = useDeleteConnection(subject);
  const [sentSync, sentRemove] = [useSent('sync-connection', subject), useSent('delete-connection', subject)];
  const error = refusalOf(sync, sentSync) ?? refusalOf(remove, sentRemove);
  const isBusy = active_run_id !== null;

  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => router.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isBusy, router]);

  return (
    <>
      <ActionForm
        action="sync-connection"
        fields={{ id: subject }}
        onSubmit={() => sync.mutate(undefined, { onSettled: () => router.push(`/connections/${subject}`) })}
      >
        <Button look="primary" type="submit" isBusy={sync.isPending || isBusy}>
          {isBusy ? 'Syncing…' : synced_at === null ? 'Import now' : 'Sync now'}
        </Button>
      </ActionForm>
      <ConfirmButton
        label="Remove"
        subject={nameOfConnection(connection)}
        size="md"
        title="Remove this connection?"
        text="Its repositories stay as they are, and are no longer kept in step with what the host has."
        action="delete-connection"
        fields={{ id: subject }}
        keep="Keep it"
        confirm="Remove it"
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push('/connections') })}
      />
      <span role="status" className="basis-full text-sm text-bad empty:hidden">
        {error}
      </span>
    </>
  );
}
