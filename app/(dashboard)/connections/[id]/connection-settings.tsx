// Changes what a connection takes, by whose credential, and how often.
'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { connectionChangesOf } from '@/app/_forms/input/connection-input';
import { useChangeConnection } from '@/app/_queries/connections';
import type { Connection } from '@/lib/connections/connection';
import type { Credential } from '@/lib/credentials/credential';
import { ConnectionFields } from '../connection-fields';

export function ConnectionSettings({ connection, credentials }: { connection: Connection; credentials: Credential[] }) {
  const router = useRouter();
  const change = useChangeConnection(connection.id);
  const { ref, sent, error } = useForm('change-connection', change, connection.id);
  const said = useId();
  const isDone = change.isSuccess || (change.isIdle && sent !== null && sent.error === null);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    change.mutate(connectionChangesOf(new FormData(event.currentTarget)), { onSuccess: () => router.refresh() });
  }

  return (
    <ActionForm
      action="change-connection"
      fields={{ id: connection.id }}
      ref={ref}
      onSubmit={onSubmit}
      className="grid gap-5"
    >
      <ConnectionFields
        credentials={credentials}
        values={{
          credential: connection.credential_id ?? '',
          include: connection.include.join(' '),
          exclude: connection.exclude.join(' '),
          forks: connection.forks,
          archived: connection.archived,
          interval: String(connection.sync_interval_seconds),
          grace: String(connection.grace_hours),
        }}
      />
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span id={said} role="status" className={`text-sm ${error ? 'text-bad' : 'text-muted'}`}>
          {error ?? (isDone ? 'Saved.' : '')}
        </span>
        <Button type="submit" isBusy={change.isPending}>
          Save
        </Button>
      </div>
    </ActionForm>
  );
}
