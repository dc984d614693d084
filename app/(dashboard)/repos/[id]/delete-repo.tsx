// Deletes a repository after its name has been typed.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useState } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmPopover } from '@/app/_components/ui/forms/confirm-popover';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import { useDeleteRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';
import { afterDeletion } from '../after-deletion';

/** `binDays`: how long it lies in the bin. */
export function DeleteRepo({ repo, binDays }: { repo: Repo; binDays: number }) {
  const router = useRouter();
  const id = useId();
  const remove = useDeleteRepo(repo.id);
  const sent = useSent('delete-repo', repo.id);
  const refused = useRefusal(remove.error);
  const name = `${repo.org}/${repo.name}`;
  // Null while no script can say whether it fits: the server then does.
  const [typed, setTyped] = useState<string | null>(null);

  useEffect(() => {
    const popover = document.getElementById(id);
    const read = () => setTyped(popover?.querySelector<HTMLInputElement>('input[name="typed"]')?.value ?? '');
    read();
    popover?.addEventListener('toggle', read);
    return () => popover?.removeEventListener('toggle', read);
  }, [id]);

  return (
    <>
      <Button className="text-bad" popoverTarget={id}>
        Delete…
      </Button>
      {sent?.error && remove.isIdle && (
        <Notice look="bad" isLive className="basis-full">
          {sent.error}
        </Notice>
      )}
      <ConfirmPopover
        id={id}
        title={`Delete ${name}?`}
        text={`It leaves search and every list at once, also while a sync is under way. ${afterDeletion(binDays, 'one')} The source is not touched.`}
      >
        <ActionForm
          action="delete-repo"
          fields={{ id: repo.id }}
          ref={refused}
          onSubmit={() => {
            if (typed?.trim() === name) remove.mutate(undefined, { onSuccess: () => router.push('/repos') });
          }}
          className="mt-4 grid gap-4"
        >
          <Field
            label={`Type ${name} to confirm`}
            name="typed"
            defaultValue={sent?.values.typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus
          />
          {remove.isError && (
            <Notice look="bad" isLive>
              {remove.error.message}
            </Notice>
          )}
          <div className="flex justify-end gap-2">
            <Button popoverTarget={id} popoverTargetAction="hide">
              Keep it
            </Button>
            <Button
              look="danger"
              type="submit"
              disabled={typed !== null && typed.trim() !== name}
              isBusy={remove.isPending}
            >
              {binDays > 0 ? 'Move to the bin' : 'Delete for good'}
            </Button>
          </div>
        </ActionForm>
      </ConfirmPopover>
    </>
  );
}
