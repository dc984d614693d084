// Makes a connection, and leads to what it would import.
'use client';
import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { newConnectionOf } from '@/app/_forms/input/connection-input';
import { useAddConnection } from '@/app/_queries/connections';
import type { Credential } from '@/lib/credentials/credential';
import { ConnectionFields } from './connection-fields';

const KINDS = [
  { value: 'github', text: 'GitHub' },
  { value: 'gitlab', text: 'GitLab' },
  { value: 'gitea', text: 'Gitea or Forgejo' },
  { value: 'bitbucket', text: 'Bitbucket' },
];
const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

export function AddConnectionForm({ credentials }: { credentials: Credential[] }) {
  const router = useRouter();
  const add = useAddConnection();
  const { ref, sent, error } = useForm('add-connection', add);
  const values = sent?.values ?? {};

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    add.mutate(newConnectionOf(new FormData(event.currentTarget)), {
      onSuccess: ({ id }) => router.push(`/connections/${id}?preview=1`),
    });
  }

  return (
    <ActionForm action="add-connection" ref={ref} onSubmit={onSubmit} className="grid gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField label="Kind of host" name="source_type" defaultValue={values.source_type} options={KINDS} />
        <Field
          label="Host"
          name="host"
          defaultValue={values.host ?? 'github.com'}
          required
          maxLength={500}
          {...plain}
        />
        <Field
          label="Organisation, group or user there"
          name="owner"
          defaultValue={values.owner}
          required
          maxLength={255}
          {...plain}
        />
        <Field
          label="Organisation here"
          name="org"
          defaultValue={values.org}
          placeholder="as it is called there"
          maxLength={100}
          {...plain}
        />
      </div>
      <ConnectionFields
        credentials={credentials}
        values={{
          credential: values.credential ?? '',
          include: values.include ?? '',
          exclude: values.exclude ?? '',
          forks: values.forks !== undefined,
          archived: values.archived !== undefined,
          interval: values.interval ?? '3600',
          grace: values.grace ?? '24',
        }}
      />
      {error && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button look="primary" type="submit" isBusy={add.isPending}>
          See what there is
        </Button>
      </div>
    </ActionForm>
  );
}
