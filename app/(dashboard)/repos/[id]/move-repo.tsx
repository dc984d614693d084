// Moves a repository to another source, and tells of a move under way.
'use client';
import type { FormEvent } from 'react';
import { HOST_OPTIONS } from '@/app/_components/site/credential-words';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { migrationOf } from '@/app/_forms/input/repo-input';
import { useMigrateRepo, useRepo } from '@/app/_queries/repos';
import { CredentialField } from '@/app/(dashboard)/repos/credential-field';
import type { Credential } from '@/lib/credentials/credential';
import type { Repo } from '@/lib/repos/repo';

/** `credentials`: those that whoever moves it may use. */
export function MoveRepo({ initial, credentials }: { initial: Repo; credentials: Credential[] }) {
  const { data: repo } = useRepo(initial);
  const migrate = useMigrateRepo(repo.id);
  const { ref, sent, error } = useForm('migrate-repo', migrate, repo.id);
  const typed = sent?.error ? sent.values : null;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    migrate.mutate(migrationOf(new FormData(event.currentTarget)));
  }

  if (repo.migration !== null) {
    return (
      <Notice look="info" title="It is being moved">
        <span className="[overflow-wrap:anywhere]">
          From {repo.url} to {repo.migration.url}. What is searchable stays until the other source has been read.
        </span>
      </Notice>
    );
  }
  return (
    <ActionForm
      action="migrate-repo"
      fields={{ id: repo.id }}
      ref={ref}
      onSubmit={onSubmit}
      onChange={migrate.isSuccess ? migrate.reset : undefined}
      className="grid gap-5"
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="New address"
          name="source_url"
          defaultValue={typed?.source_url}
          placeholder="https://host/owner/repository"
          required
          autoComplete="off"
          spellCheck={false}
        />
        <SelectField
          label="Kind of host"
          name="source_type"
          defaultValue={typed?.source_type ?? ''}
          options={HOST_OPTIONS}
        />
      </div>
      <Field
        label="Its token"
        name="token"
        type="password"
        hint="If it is private. The stored token stays with its host, and never follows to another."
        autoComplete="off"
      />
      <CredentialField
        credentials={credentials}
        value={typed?.credential ?? null}
        hint="In place of a token. None: the stored one stays if the host is the same."
      />
      <CheckField
        name="force"
        label="Whatever its history is"
        defaultChecked={typed?.force !== undefined}
        hint="Clones it anew beside what is served, and puts it in its place once it is ready. Without this, a source that has no commit in common with this one is refused."
      />
      {(typed?.again !== undefined || sent?.repo_id) && (
        <CheckField
          name="again"
          defaultChecked={typed?.again !== undefined}
          label="Also a second time"
          hint="Takes this source although another repository here has it."
        />
      )}
      {error !== null && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <div className="flex items-center justify-end gap-3">
        <Done text={migrate.isSuccess ? 'Started.' : migrate.isIdle ? (sent?.text ?? null) : null} />
        <Button type="submit" isBusy={migrate.isPending}>
          Move it
        </Button>
      </div>
    </ActionForm>
  );
}
