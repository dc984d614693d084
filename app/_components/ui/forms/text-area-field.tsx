// A labelled field for many lines, which looks like the other fields.
import { type ComponentProps, type ReactNode, useId } from 'react';

type TextAreaFieldProps = Omit<ComponentProps<'textarea'>, 'id'> & { label: string; hint?: ReactNode };

export function TextAreaField({ label, hint, ...area }: TextAreaFieldProps) {
  const id = useId();
  return (
    <div data-field className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="w-full rounded-lg border border-line-strong bg-surface px-3 py-2 font-mono text-base text-ink focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent sm:text-xs"
        {...area}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
