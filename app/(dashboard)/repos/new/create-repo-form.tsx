// Makes an empty repository that is hosted here; a refusal stands next to it.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { hostedRepoOf } from '@/app/_forms/input/repo-input';
import { repoHref } from '@/app/_links';
import { useAddRepo } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';

export function CreateRepoForm() {
  const router = useRouter();
  const add = useAddRepo();
  const { ref: refused, sent, error: message } = useForm<HTMLDivElement>('create-repo', add);
  const inTheWay = add.error instanceof Problem ? add.error.repoId : add.isIdle ? sent?.repo_id : null;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    add.mutate(hostedRepoOf(new FormData(event.currentTarget)), {
      onSuccess: ({ org, name }) => router.push(repoHref(`${org}/${name}`)),
    });
  }

  return (
    <div ref={refused}>
      <ActionForm action="create-repo" onSubmit={onSubmit} className="grid gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            label="Organisation"
            name="org"
            defaultValue={sent?.values.org}
            required
            autoComplete="off"
            spellCheck={false}
          />
          <Field
            label="Name"
            name="name"
            defaultValue={sent?.values.name}
            required
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        <Field label="Description" name="description" defaultValue={sent?.values.description} autoComplete="off" />
        <Field
          label="Default branch"
          name="branch"
          defaultValue={sent?.values.branch}
          placeholder="main"
          hint="It is what is searched, and it is guarded from forced pushes."
          autoComplete="off"
          spellCheck={false}
        />
        <CheckField
          name="public"
          defaultChecked={sent?.values.public !== undefined}
          label="Public"
          hint="Everybody who can reach this server may search, read and clone it."
        />
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
        <div className="flex justify-end">
          <Button type="submit" isBusy={add.isPending}>
            Make an empty repository
          </Button>
        </div>
      </ActionForm>
    </div>
  );
}
