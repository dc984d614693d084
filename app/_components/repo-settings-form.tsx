// Changes a repository's settings; only what was changed is sent.
'use client';
import { type FormEvent, Fragment, useState } from 'react';
import { useRepo, useUpdateRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';
import type { RepoChanges } from '@/lib/repos/repo-settings';
import { Button } from './button';
import { Done } from './done';
import { CheckField, Field } from './field';
import { Notice } from './notice';
import { BranchesField, branchesOf, IntervalField, intervalOf, textOf } from './repo-fields';
import { useRefusal } from './use-refusal';

export function RepoSettingsForm({ initial }: { initial: Repo }) {
  const { data: repo } = useRepo(initial);
  const update = useUpdateRepo(repo.id);
  const refused = useRefusal(update.error);
  const [removesToken, setRemovesToken] = useState(false);
  const [saves, setSaves] = useState(0);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    update.mutate(changesOf(repo, new FormData(event.currentTarget), removesToken), {
      onSuccess: () => {
        setRemovesToken(false);
        setSaves((count) => count + 1);
      },
    });
  }

  return (
    <form
      method="post"
      ref={refused}
      onSubmit={onSubmit}
      // What was said of the last save is not true of what is typed after it.
      onChange={update.isSuccess ? update.reset : undefined}
      className="grid gap-5"
    >
      {/* A saved form starts anew from what was saved: the token's field is empty again. */}
      <Fragment key={saves}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            label="Organisation"
            name="org"
            defaultValue={repo.org}
            required
            autoComplete="off"
            spellCheck={false}
          />
          <Field label="Name" name="name" defaultValue={repo.name} required autoComplete="off" spellCheck={false} />
        </div>
        {repo.url !== null && (
          <Field label="Address" name="url" defaultValue={repo.url} required autoComplete="off" spellCheck={false} />
        )}
        {repo.path !== null && (
          <Field label="Folder" name="path" defaultValue={repo.path} required autoComplete="off" spellCheck={false} />
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
                label="Remove the stored token"
                checked={removesToken}
                onChange={(event) => setRemovesToken(event.target.checked)}
              />
            )}
          </div>
        )}
        <BranchesField value={repo.branches} defaultBranch={repo.default_branch} missing={repo.missing_branches} />
        <IntervalField value={repo.sync_interval_seconds} isLocal={repo.kind === 'local'} />
        <CheckField
          name="public"
          label="Public"
          defaultChecked={repo.is_public}
          hint="Everybody who can reach this server may search and read it."
        />
        <CheckField
          name="holds"
          label="Ask before most files go"
          defaultChecked={repo.holds_back_losses}
          hint="Where upstream loses most of its files, keep what there is until somebody confirms it. Where it turns to nothing, that is always asked."
        />
      </Fragment>
      {update.isError && (
        <Notice look="bad" isLive>
          {update.error.message}
        </Notice>
      )}
      <div className="flex items-center justify-end gap-3">
        <Done text={update.isSuccess ? 'Saved.' : null} />
        <Button look="primary" type="submit" isBusy={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function changesOf(repo: Repo, form: FormData, removesToken: boolean): RepoChanges {
  const [org, name, url, path, token] = ['org', 'name', 'url', 'path', 'token'].map((field) => textOf(form, field));
  const branches = branchesOf(form);
  const interval = intervalOf(form);
  const isPublic = form.get('public') === 'on';
  const changes: RepoChanges = {};
  if (org !== undefined && org !== repo.org) changes.org = org;
  if (name !== undefined && name !== repo.name) changes.name = name;
  if (url !== undefined && url !== repo.url) changes.url = url;
  if (path !== undefined && path !== repo.path) changes.path = path;
  if (removesToken) changes.token = null;
  else if (token !== undefined) changes.token = token;
  if (branches?.join() !== repo.branches?.join()) changes.branches = branches;
  if (interval !== repo.sync_interval_seconds) changes.sync_interval_seconds = interval;
  const holdsBack = form.get('holds') === 'on';
  if (holdsBack !== repo.holds_back_losses) changes.holds_back_losses = holdsBack;
  if (isPublic !== repo.is_public) changes.is_public = isPublic;
  return changes;
}
