// Buttons and links that look like buttons.
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, MouseEvent } from 'react';
import { twMerge } from 'tailwind-merge';

export const buttonStyle = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        plain: 'border border-line-strong/60 bg-surface text-ink hover:bg-sunken',
        quiet: 'text-muted hover:bg-sunken hover:text-ink',
        danger: 'bg-bad text-page hover:opacity-90',
      },
      size: { md: 'h-9 px-3.5 text-sm', sm: 'h-8 px-2.5 text-xs' },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
);

interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** At work on the last press: it does nothing meanwhile, and keeps the focus, which a disabled one would lose. */
  isBusy?: boolean;
}

export function Button({ look, size, className, type = 'button', isBusy = false, ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={twMerge(buttonStyle({ look, size }), className)}
      {...props}
      {...(isBusy ? { 'aria-disabled': true, onClick: refuse } : {})}
    />
  );
}

/** Also keeps a form from being sent by the Enter key. */
function refuse(event: MouseEvent): void {
  event.preventDefault();
}
