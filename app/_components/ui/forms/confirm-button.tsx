// A button that asks once more before it does something that cannot be undone.
'use client';
import { type ReactNode, useId } from 'react';
import type { FormName } from '@/app/_forms/all-forms';
import { Button } from '../button';
import { ActionForm } from './action-form';
import { ConfirmPopover, closePopover } from './confirm-popover';

interface ConfirmButtonProps {
  label: string;
  /** What it is about, for screen readers. */
  subject: string;
  title: string;
  text: ReactNode;
  /** The form that does it without a script, and what it is about. */
  action: FormName;
  fields: Record<string, string>;
  /** What the other button says. */
  keep?: string;
  /** What a script does in place of sending the form; without it the form is sent. */
  onConfirm?: () => void;
}

export function ConfirmButton({
  label,
  subject,
  title,
  text,
  keep = 'Cancel',
  onConfirm,
  ...form
}: ConfirmButtonProps) {
  const id = useId();
  const onSubmit =
    onConfirm &&
    (() => {
      closePopover(id);
      onConfirm();
    });
  return (
    <>
      <Button size="sm" className="text-bad" aria-label={`${label} ${subject}`} popoverTarget={id}>
        {label}
      </Button>
      <ConfirmPopover id={id} title={title} text={text}>
        <ActionForm {...form} onSubmit={onSubmit} className="mt-5 flex justify-end gap-2">
          <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
            {keep}
          </Button>
          <Button look="danger" type="submit">
            {label}
          </Button>
        </ActionForm>
      </ConfirmPopover>
    </>
  );
}
