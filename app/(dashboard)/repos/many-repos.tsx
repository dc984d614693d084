// What is done with the repositories that are ticked in the list: one form, whose boxes stand in the rows.
'use client';
import { useId } from 'react';
import { ActionForm } from '@/app/_components/ui/action-form';
import { Button } from '@/app/_components/ui/button';
import { ConfirmPopover } from '@/app/_components/ui/confirm-popover';
import { Notice } from '@/app/_components/ui/notice';
import { useSent } from '@/app/_components/ui/sent-form';
import { formatPlural } from '@/app/_format';

/** The boxes name it as their form. */
export const MANY = 'many-repos';

/** What came of the form, also if nothing is left of the list that it stood above. */
export function ManyDone() {
  const sent = useSent('many-repos');
  const said = sent?.error ?? sent?.text;
  if (!said) return null;
  return (
    <Notice look={sent?.error ? 'bad' : 'ok'} isLive className="mb-4">
      {said}
    </Notice>
  );
}

interface ManyReposProps {
  /** How many are ticked; null while no script has counted them. */
  ticked: number | null;
  onTickAll: (isTicked: boolean) => void;
}

export function ManyRepos({ ticked, onTickAll }: ManyReposProps) {
  const id = useId();
  const which = ticked === null ? 'ticked repositories' : formatPlural(ticked, 'repository', 'repositories');
  return (
    <ActionForm action="many-repos" id={MANY} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      {ticked !== null && (
        <input
          type="checkbox"
          aria-label="Tick all on this page"
          className="size-4"
          onChange={(event) => onTickAll(event.currentTarget.checked)}
        />
      )}
      <span role="status" className="flex-1 text-xs text-muted">
        {ticked === null
          ? 'Tick repositories to sync or delete them together.'
          : `${formatPlural(ticked, 'is', 'are')} ticked`}
      </span>
      <Button size="sm" type="submit" name="do" value="sync">
        Sync ticked
      </Button>
      <Button size="sm" className="text-bad" popoverTarget={id}>
        Delete ticked…
      </Button>
      <ConfirmPopover
        id={id}
        title={`Delete ${which}?`}
        text="They leave search at once, and their copies are removed from this server. The sources are not touched. This cannot be undone here, but they can be added again."
      >
        <div className="mt-5 flex justify-end gap-2">
          <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
            Keep them
          </Button>
          <Button look="danger" type="submit" name="do" value="delete">
            Delete for good
          </Button>
        </div>
      </ConfirmPopover>
    </ActionForm>
  );
}
