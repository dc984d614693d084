// What upstream lost and is held back until somebody confirms it.
'use client';
import Link from 'next/link';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { shortSha } from '@/app/_format';
import { treeHref } from '@/app/_links';
import { useConfirmLosses } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';

/** What the API says in place of the commit of an upstream that has none. */
const EMPTY = 'empty';

export function HeldBack({ repo, canWrite }: { repo: Repo; canWrite: boolean }) {
  const confirm = useConfirmLosses(repo.id);
  const error = refusalOf(confirm, useSent('follow-upstream', repo.id));
  if (!repo.held_back) return null;
  const { commit, reason } = repo.held_back;
  return (
    <Notice look="warn" title="Held back" className="mb-5">
      <p>
        {reason} What was there before stays searchable. If upstream means it, confirm it and it is followed.
        {commit !== EMPTY && (
          <>
            {' '}
            <Link href={treeHref(`${repo.org}/${repo.name}`, commit)} prefetch={false} className="underline">
              See what would be left: {shortSha(commit)}
            </Link>
          </>
        )}
      </p>
      {canWrite && (
        <ActionForm action="follow-upstream" fields={{ id: repo.id, commit }} onSubmit={() => confirm.mutate(commit)}>
          <Button size="sm" type="submit" className="mt-3" isBusy={confirm.isPending}>
            Follow upstream
          </Button>
        </ActionForm>
      )}
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {error}
        </p>
      )}
    </Notice>
  );
}
