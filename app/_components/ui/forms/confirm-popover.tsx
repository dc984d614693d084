// What is asked once more before something is done that cannot be undone. The browser opens and closes it by itself.
import type { ReactNode } from 'react';

interface ConfirmPopoverProps {
  /** What the buttons that open and close it name as their popover. */
  id: string;
  title: string;
  text: ReactNode;
  /** A form with its buttons. */
  children: ReactNode;
}

export function ConfirmPopover({ id, title, text, children }: ConfirmPopoverProps) {
  return (
    <div
      id={id}
      popover="auto"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      className="fixed inset-auto top-1/2 left-1/2 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-5 text-left text-ink shadow-float backdrop:bg-overlay open:animate-rise"
    >
      <h2 id={`${id}-title`} className="text-base font-semibold [overflow-wrap:anywhere]">
        {title}
      </h2>
      <p id={`${id}-text`} className="mt-1 text-sm whitespace-normal text-muted">
        {text}
      </p>
      {children}
    </div>
  );
}

/** Closes the popover that `id` names, if a script has done what it asked for. */
export function closePopover(id: string): void {
  document.getElementById(id)?.hidePopover();
}
