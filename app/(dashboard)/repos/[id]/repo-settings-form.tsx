// Changes a repository's settings; only what was changed is sent.
'use client';
import Link from 'next/link';
import { type FormEvent, Fragment, useState } from 'react';
import { HOST_OPTIONS } from '@/app/_components/site/credential-words';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { changesOf, type SettingsBefore } from '@/app/_forms/input/repo-input';
import { useRepo, useUpdateRepo } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';
import { CredentialField } from '@/app/(dashboard)/repos/credential-field';
import { BranchesField, IntervalField, PatternsField } from '@/app/(dashboard)/repos/repo-fields';
import type { Credential } from '@/lib/credentials/credential';
import type { Repo } from '@/lib/repos/repo';

/** `credentials`: those that whoever changes it may use. */
export function RepoSettingsForm({ initial, credentials }: { initial: Repo; credentials: Credential[] }) {
  const { data: repo } = useRepo(initial);
  const update = useUpdateRepo(repo.id);
  const { ref, sent, error: message } = useForm('repo-settings', update, repo.id);
  // Of a form that was refused, what was typed; a box that is not there was not ticked.
  const typed = sent?.error ? sent.values : null;
  /** The repository that has the new source already. */
  const inTheWay = update.error instanceof Problem ? update.error.repoId : update.isIdle ? sent?.repo_id : null;
  const [removesToken, setRemovesToken] = useState(false);
  const [saves, setSaves] = useState(0);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    update.mutate(changesOf(repo, new FormData(event.currentTarget)), {
      onSuccess: () => {
        setRemovesToken(false);
        setSaves((count) => count + 1);
      },
    });
  }

  return (
    <ActionForm
      action="repo-settings"
      fields={{ id: repo.id, before: JSON.stringify(beforeOf(repo)) }}
      ref={ref}
      onSubmit={onSubmit}
      // What was said of the last save is not true of what is typed after it.
      onChange={update.isSuccess ? update.reset : undefined}
      className="grid gap-5"
    >
      {/* A saved form starts anew from what was saved: the token's field is empty again. */}
      <Fragment key={saves}>
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field
            label="Organisation"
            name="org"
            defaultValue={typed?.org ?? repo.org}
            required
            autoComplete="off"
            spellCheck={false}
          />
          <Field
            label="Name"
            name="name"
            defaultValue={typed?.name ?? repo.name}
            hint="Its old address leads to the new one, also for git."
            required
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        {repo.url !== null && (
          <Field
            label="Address"
            name="url"
            defaultValue={typed?.url ?? repo.url}
            required
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {repo.url !== null && (
          <SelectField
            label="Kind of host"
            name="source_type"
            defaultValue={typed?.source_type ?? repo.source_type ?? 'custom'}
            options={HOST_OPTIONS.slice(1)}
          />
        )}
        {repo.path !== null && (
          <Field
            label="Folder"
            name="path"
            defaultValue={typed?.path ?? repo.path}
            required
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {repo.url !== null && (
          <div className="grid gap-2">
            <Field
              label="Access token"
              name="token"
              type="password"
              placeholder={repo.has_token ? 'Stored. Type a new one to replace it.' : 'None'}
              disabled={removesToken}
              autoComplete="off"
            />
            {repo.has_token && (
              <CheckField
                name="removes-token"
                label="Remove the stored token"
                checked={removesToken}
                onChange={(event) => setRemovesToken(event.target.checked)}
              />
            )}
            <CredentialField
              credentials={credentials}
              value={typed?.credential ?? repo.credential_id}
              hint={`In place of a token of its own: one that is stored for ${repo.org}.`}
            />
          </div>
        )}
        {repo.url !== null && (repo.branch_patterns !== null || typed?.patterns !== undefined) && (
          <PatternsField value={typed?.patterns?.split(',') ?? repo.branch_patterns} />
        )}
        <BranchesField
          value={typed?.branches?.split(',') ?? repo.branches}
          defaultBranch={repo.default_branch}
          missing={repo.missing_branches}
        />
        <IntervalField value={intervalOf(typed) ?? repo.sync_interval_seconds} isLocal={repo.kind === 'local'} />
        <CheckField
          name="public"
          label="Public"
          defaultChecked={typed ? typed.public !== undefined : repo.is_public}
          hint="Everybody who can reach this server may search and read it."
        />
        <CheckField
          name="holds"
          label="Ask before most files go"
          defaultChecked={typed ? typed.holds !== undefined : repo.holds_back_losses}
          hint="If upstream loses most of its files, keep what there is until somebody confirms the loss. If nothing is left upstream, that is always asked."
        />
      </Fragment>
      {message !== null && (
        <Notice look="bad" isLive>
          {message}{' '}
          {inTheWay && (
            <Link href={`/repos/${inTheWay}`} className="underline hover:text-accent">
              Open the one that is there
            </Link>
          )}
        </Notice>
      )}
      {(inTheWay || typed?.again !== undefined) && (
        <CheckField
          name="again"
          defaultChecked={typed?.again !== undefined}
          label="Also a second time"
          hint="Takes this source although another repository here has it."
        />
      )}
      <div className="flex items-center justify-end gap-3">
        <Done text={update.isSuccess ? 'Saved.' : update.isIdle ? (sent?.text ?? null) : null} />
        <Button look="primary" type="submit" isBusy={update.isPending}>
          Save
        </Button>
      </div>
    </ActionForm>
  );
}

function intervalOf(typed: Record<string, string> | null): number | undefined {
  return typed?.interval ? Number(typed.interval) : undefined;
}

/** What the form starts from, and a form that is posted without a script has to say. */
function beforeOf(repo: Repo): SettingsBefore {
  const { org, name, url, path, source_type, credential_id } = repo;
  const { branches, branch_patterns, sync_interval_seconds, holds_back_losses, is_public } = repo;
  return {
    org,
    name,
    url,
    path,
    source_type,
    credential_id,
    branches,
    branch_patterns,
    sync_interval_seconds,
    holds_back_losses,
    is_public,
  };
}
