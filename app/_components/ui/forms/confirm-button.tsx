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
  /** What the button says that does it; without it the same as the one that asks. */
  confirm?: string;
  /** What the other button says. */
  keep?: string;
  size?: 'sm' | 'md';
  /** Fields of the form; the first of them has the focus then. */
  children?: ReactNode;
  /** What a script does in place of sending the form; without it the form is sent. */
  onConfirm?: () => void;
}

export function ConfirmButton({
  label,
  subject,
  title,
  text,
  confirm = label,
  keep = 'Cancel',
  size = 'sm',
  children,
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
      <Button size={size} className="text-bad" aria-label={`${label} ${subject}`} popoverTarget={id}>
        {label}
      </Button>
      <ConfirmPopover id={id} title={title} text={text}>
        <ActionForm {...form} onSubmit={onSubmit} className="mt-5 grid gap-4">
          {children}
          <div className="flex justify-end gap-2">
            <Button popoverTarget={id} popoverTargetAction="hide" autoFocus={children === undefined}>
              {keep}
            </Button>
            <Button look="danger" type="submit">
              {confirm}
            </Button>
          </div>
        </ActionForm>
      </ConfirmPopover>
    </>
  );
}
