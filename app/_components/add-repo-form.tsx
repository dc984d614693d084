// Adds a repository by its address, or by its folder on the server; a refusal stands next to it.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useAddRepo } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';
import { Button } from './button';
import { CheckField, Field } from './field';
import { Notice } from './notice';
import { BranchesField, branchesOf, IntervalField, intervalOf, textOf } from './repo-fields';
import { useRefusal } from './use-refusal';

/** `takesPaths`: the server may read folders of its own. */
export function AddRepoForm({ takesPaths }: { takesPaths: boolean }) {
  const router = useRouter();
  const add = useAddRepo();
  const refused = useRefusal(add.error);
  const [address, setAddress] = useState('');
  const path = /^(?:file:\/\/)?(\/.*)$/.exec(address.trim())?.[1];

  const message = add.error?.message ?? null;
  // What is wrong with something else may lie in a field that is folded away.
  const isAboutAddress = add.error instanceof Problem && add.error.kind !== null;

  const inTheWay = add.error instanceof Problem ? add.error.repoId : null;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [org, name] = [textOf(form, 'org'), textOf(form, 'name')];
    const token = textOf(form, 'token');
    const branches = branchesOf(form);
    const interval = intervalOf(form);
    add.mutate(
      {
        ...(path === undefined ? { url: address.trim() } : { path }),
        is_public: form.get('public') === 'on',
        ...(form.get('again') === 'on' ? { again: true } : {}),
        ...(org ? { org } : {}),
        ...(name ? { name } : {}),
        ...(token ? { token } : {}),
        ...(branches ? { branches } : {}),
        ...(interval === null ? {} : { sync_interval_seconds: interval }),
      },
      { onSuccess: (repo) => router.push(`/repos/${repo.id}`) },
    );
  }

  return (
    <form method="post" ref={refused} onSubmit={onSubmit} className="grid gap-5">
      <Field
        label="Address"
        name="url"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
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
        label="Public"
        hint="Everybody who can reach this server may search and read it. Otherwise only people who have signed in."
      />
      <details
        className="group rounded-lg border border-line"
        open={message !== null && !isAboutAddress ? true : undefined}
      >
        <summary className="px-4 py-2.5 text-sm font-medium">Private source, name, branches, schedule</summary>
        <div className="grid gap-5 border-t border-line p-4">
          {path === undefined && (
            <Field
              label="Access token"
              name="token"
              type="password"
              hint="For a private source over https. It is stored encrypted and never shown again."
              autoComplete="off"
            />
          )}
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label="Organisation"
              name="org"
              placeholder="from the address"
              autoComplete="off"
              spellCheck={false}
            />
            <Field label="Name" name="name" placeholder="from the address" autoComplete="off" spellCheck={false} />
          </div>
          <CheckField
            name="again"
            label="Also a second time"
            hint="Adds it although its source is here already, under the name above."
          />
          <BranchesField value={null} defaultBranch={null} />
          <IntervalField value={null} />
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
    </form>
  );
}
