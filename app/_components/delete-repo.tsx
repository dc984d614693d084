// Deletes a repository after its name has been typed.
'use client';
import { useRouter } from 'next/navigation';
import { AlertDialog } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useDeleteRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';
import { Button } from './button';
import { useDialogNonce } from './dialog-nonce';
import { Field } from './field';
import { Notice } from './notice';
import { useRefusal } from './use-refusal';

export function DeleteRepo({ repo }: { repo: Repo }) {
  useDialogNonce();
  const router = useRouter();
  const remove = useDeleteRepo(repo.id);
  const refused = useRefusal(remove.error);
  const [typed, setTyped] = useState('');
  const name = `${repo.org}/${repo.name}`;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim() !== name) return;
    remove.mutate(undefined, { onSuccess: () => router.push('/repos') });
  }

  return (
    <AlertDialog.Root onOpenChange={() => setTyped('')}>
      <AlertDialog.Trigger asChild>
        <Button className="text-bad">Delete…</Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 animate-rise overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-float">
          <AlertDialog.Title className="text-lg font-semibold">Delete {name}?</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-sm text-muted">
            It leaves search at once, and its copy is removed from this server, also while a sync is under way. The
            source is not touched. This cannot be undone here, but it can be added again.
          </AlertDialog.Description>
          <form method="post" ref={refused} onSubmit={onSubmit} className="mt-4 grid gap-4">
            <Field
              label={`Type ${name} to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
            {remove.isError && (
              <Notice look="bad" isLive>
                {remove.error.message}
              </Notice>
            )}
            <div className="flex justify-end gap-2">
              <AlertDialog.Cancel asChild>
                <Button>Keep it</Button>
              </AlertDialog.Cancel>
              <Button look="danger" type="submit" disabled={typed.trim() !== name} isBusy={remove.isPending}>
                Delete for good
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
