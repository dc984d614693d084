// What is done with the repositories that are ticked in the list: one form, whose boxes stand in the rows.
'use client';
import { useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmPopover } from '@/app/_components/ui/forms/confirm-popover';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { formatPlural } from '@/app/_format';
import { afterDeletion } from './after-deletion';

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
  /** How long what is deleted lies in the bin. */
  binDays: number;
}

export function ManyRepos({ ticked, onTickAll, binDays }: ManyReposProps) {
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
          ? 'Tick repositories to do something with all of them.'
          : `${formatPlural(ticked, 'is', 'are')} ticked`}
      </span>
      <Button size="sm" type="submit" name="do" value="sync">
        Sync ticked
      </Button>
      <Button size="sm" type="submit" name="do" value="archive">
        Archive ticked
      </Button>
      <Button size="sm" popoverTarget={`${id}-move`}>
        Move ticked…
      </Button>
      <Button size="sm" className="text-bad" popoverTarget={id}>
        Delete ticked…
      </Button>
      <ConfirmPopover
        id={`${id}-move`}
        title={`Move ${which}?`}
        text="To an organisation that you may add repositories to. Their old addresses lead to the new ones, for people and for git."
      >
        <div className="mt-4 grid gap-4">
          <Field label="Organisation" name="into" autoComplete="off" autoCapitalize="off" spellCheck={false} />
          <div className="flex justify-end gap-2">
            <Button popoverTarget={`${id}-move`} popoverTargetAction="hide">
              Keep them here
            </Button>
            <Button look="primary" type="submit" name="do" value="transfer">
              Move them
            </Button>
          </div>
        </div>
      </ConfirmPopover>
      <ConfirmPopover
        id={id}
        title={`Delete ${which}?`}
        text={`They leave search and every list at once. ${afterDeletion(binDays, 'many')} The sources are not touched.`}
      >
        <div className="mt-5 flex justify-end gap-2">
          <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
            Keep them
          </Button>
          <Button look="danger" type="submit" name="do" value="delete">
            {binDays > 0 ? 'Move to the bin' : 'Delete for good'}
          </Button>
        </div>
      </ConfirmPopover>
    </ActionForm>
  );
}
