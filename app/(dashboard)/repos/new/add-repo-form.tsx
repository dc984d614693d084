// Adds a repository by its address, or by its folder on the server; a refusal stands next to it.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { HOST_OPTIONS } from '@/app/_components/site/credential-words';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { textOf } from '@/app/_forms/field/fields';
import { newRepoOf, pathOf } from '@/app/_forms/input/repo-input';
import { useAddRepo } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';
import { CredentialField } from '@/app/(dashboard)/repos/credential-field';
import { BranchesField, IntervalField, PatternsField } from '@/app/(dashboard)/repos/repo-fields';
import type { Credential } from '@/lib/credentials/credential';

interface AddRepoFormProps {
  /** The server may read folders of its own. */
  takesPaths: boolean;
  /** Those that whoever adds it may use. */
  credentials: Credential[];
}

export function AddRepoForm({ takesPaths, credentials }: AddRepoFormProps) {
  const router = useRouter();
  const add = useAddRepo();
  const { ref: refused, sent, error: message } = useForm<HTMLDivElement>('add-repo', add);
  const form = useRef<HTMLFormElement>(null);
  const [isPath, setPath] = useState(pathOf(sent?.values.url ?? '') !== null);

  // What was typed before the script was there has told it nothing.
  useEffect(() => {
    if (form.current) setPath(pathOf(textOf(new FormData(form.current), 'url') ?? '') !== null);
  }, []);

  // What is wrong with something else may lie in a field that is folded away.
  const isAboutAddress = add.error instanceof Problem ? add.error.kind !== null : sent?.field === 'url';
  const inTheWay = add.error instanceof Problem ? add.error.repoId : add.isIdle ? sent?.repo_id : null;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    add.mutate(newRepoOf(new FormData(event.currentTarget)), {
      onSuccess: (repo) => router.push(`/repos/${repo.id}`),
    });
  }

  return (
    <div ref={refused}>
      <ActionForm action="add-repo" ref={form} onSubmit={onSubmit} className="grid gap-5">
        <Field
          label="Address"
          name="url"
          defaultValue={sent?.values.url}
          onChange={(event) => setPath(pathOf(event.target.value) !== null)}
          error={isAboutAddress ? message : null}
          placeholder="https://example.org/team/project.git"
          hint={
            takesPaths
              ? 'https, http or ssh, as for git clone; or the full path of a folder on this server, which is only read.'
              : 'https, http or ssh, as for git clone. Without a password in it.'
          }
          required
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          inputMode={takesPaths ? 'text' : 'url'}
        />
        <CheckField
          name="public"
          defaultChecked={sent?.values.public !== undefined}
          label="Public"
          hint="Everybody who can reach this server may search and read it. Otherwise only people of its organisation, and those you share it with."
        />
        <details
          className="group rounded-lg border border-line"
          open={message !== null && !isAboutAddress ? true : undefined}
        >
          <summary className="px-4 py-2.5 text-sm font-medium">Private source, name, branches, schedule</summary>
          <div className="grid gap-5 border-t border-line p-4">
            {!isPath && (
              <>
                <SelectField
                  label="Kind of host"
                  name="source_type"
                  defaultValue={sent?.values.source_type ?? ''}
                  options={HOST_OPTIONS}
                />
                <Field
                  label="Access token"
                  name="token"
                  type="password"
                  hint="For a private source over https. It is stored encrypted and never shown again."
                  autoComplete="off"
                />
                <CredentialField
                  credentials={credentials}
                  value={sent?.values.credential ?? null}
                  hint="In place of a token: one that is stored for the organisation that the repository goes to."
                  showsOrg
                />
              </>
            )}
            <div className="grid gap-5 sm:grid-cols-2">
              <Field
                label="Organisation"
                name="org"
                defaultValue={sent?.values.org}
                placeholder="from the address"
                autoComplete="off"
                spellCheck={false}
              />
              <Field
                label="Name"
                name="name"
                defaultValue={sent?.values.name}
                placeholder="from the address"
                autoComplete="off"
                spellCheck={false}
              />
            </div>
            <CheckField
              name="open"
              defaultChecked={sent?.error ? sent.values.open !== undefined : true}
              label="If it is new, it is for everybody here"
              hint="If there is no such organisation yet, it is made, and everybody who has an account is a member of it. Without the tick, you alone are, until you add others."
            />
            <CheckField
              name="again"
              defaultChecked={sent?.values.again !== undefined}
              label="Also a second time"
              hint="Adds it although its source is here already, under the name above."
            />
            <BranchesField value={sent?.values.branches?.split(',') ?? null} defaultBranch={null} />
            {!isPath && (
              <>
                <PatternsField value={sent?.values.patterns?.split(',') ?? null} />
                <Field
                  label="Depth"
                  name="depth"
                  type="number"
                  min={1}
                  max={1_000_000}
                  defaultValue={sent?.values.depth}
                  placeholder="all of the history"
                  hint="For a very large source: only so many commits back from each branch, and no tags. More can be fetched later."
                />
              </>
            )}
            <IntervalField value={sent?.values.interval ? Number(sent.values.interval) : null} />
          </div>
        </details>
        {message !== null && !isAboutAddress && (
          <Notice look="bad" isLive>
            {message}{' '}
            {inTheWay && (
              <Link href={`/repos/${inTheWay}`} className="underline hover:text-accent">
                Open the one that is there
              </Link>
            )}
          </Notice>
        )}
        <div className="flex justify-end">
          <Button look="primary" type="submit" isBusy={add.isPending}>
            {add.isPending ? 'Looking at the address…' : 'Add repository'}
          </Button>
        </div>
      </ActionForm>
    </div>
  );
}
