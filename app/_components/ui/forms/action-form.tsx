// A form that works by itself: posted by the browser if no script is there yet, by `onSubmit` if one is.
'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import type { FormEvent, ReactNode, Ref } from 'react';
import type { FormName } from '@/app/_forms/all-forms';

interface ActionFormProps {
  action: FormName;
  /** What is sent along unseen: `id` is what it is about. */
  fields?: Record<string, string>;
  /** Without it the browser posts the form in any case. */
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  onChange?: (() => void) | undefined;
  ref?: Ref<HTMLFormElement>;
  /** For fields that stand elsewhere on the page and name it. */
  id?: string;
  className?: string;
  children: ReactNode;
}

export function ActionForm({ action, fields = {}, onSubmit, children, ...form }: ActionFormProps) {
  const path = usePathname();
  const search = useSearchParams();
  const from = search.size > 0 ? `${path}?${search}` : path;
  function take(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSubmit?.(event);
  }
  return (
    <form method="post" action={`/forms/${action}`} {...(onSubmit ? { onSubmit: take } : {})} {...form}>
      {Object.entries({ from, ...fields }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
