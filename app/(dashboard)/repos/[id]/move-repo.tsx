// Moves a repository to another source, and tells of a move under way.
'use client';
import { type FormEvent, useId } from 'react';
import { ActionForm } from '@/app/_components/ui/action-form';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { CheckField, Field, inputStyle } from '@/app/_components/ui/field';
import { Notice } from '@/app/_components/ui/notice';
import { useForm } from '@/app/_components/ui/sent-form';
import { migrationOf } from '@/app/_forms/repo-input';
import { useMigrateRepo, useRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';

const TYPES: [type: string, text: string][] = [
  ['', 'As its address says'],
  ['github', 'GitHub'],
  ['gitlab', 'GitLab'],
  ['gitea', 'Gitea or Forgejo'],
  ['bitbucket', 'Bitbucket'],
  ['custom', 'Another git server'],
];

export function MoveRepo({ initial }: { initial: Repo }) {
  const { data: repo } = useRepo(initial);
  const migrate = useMigrateRepo(repo.id);
  const { ref, sent, error } = useForm('migrate-repo', migrate, repo.id);
  const typed = sent?.error ? sent.values : null;
  const id = useId();

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
        <div className="grid gap-1.5">
          <label htmlFor={id} className="text-sm font-medium">
            Kind of host
          </label>
          <select id={id} name="source_type" defaultValue={typed?.source_type ?? ''} className={inputStyle}>
            {TYPES.map(([type, text]) => (
              <option key={type} value={type}>
                {text}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Field
        label="Its token"
        name="token"
        type="password"
        hint="If it is private. The stored token stays with its host, and never follows to another."
        autoComplete="off"
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
