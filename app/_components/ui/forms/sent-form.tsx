// What became of a form that was posted without a script, for the form that shows it.
'use client';
import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, useContext, useState } from 'react';
import type { FormName } from '@/app/_forms/all-forms';
import type { Sent } from '@/app/_forms/field/sent';
import { useRefusal } from './use-refusal';

const SentForm = createContext<Sent | null>(null);

interface SentFormProviderProps {
  /** As the server read it with this page; null if no form led here. */
  sent: Sent | null;
  children: ReactNode;
}

/** Holds it for the page that was loaded: once one has gone on, it is old news. */
export function SentFormProvider({ sent, children }: SentFormProviderProps) {
  const path = usePathname();
  const [loadedAt] = useState(path);
  const [hasLeft, setLeft] = useState(false);
  if (!hasLeft && path !== loadedAt) setLeft(true);
  return <SentForm value={hasLeft ? null : sent}>{children}</SentForm>;
}

/** Why the form was refused: what a script was told since, else what was told when it was posted without one. */
export function refusalOf(change: { error: Error | null; isIdle: boolean }, sent: Sent | null): string | null {
  return change.error?.message ?? (change.isIdle ? (sent?.error ?? null) : null);
}

/** What became of this form on this page; `subject` tells it from others like it. */
export function useSent(form: FormName, subject = ''): Sent | null {
  const sent = useContext(SentForm);
  return sent?.form === form && sent.subject === subject ? sent : null;
}

/**
 * A form's ref, why it was refused, and what was typed in it before: by `change`, which a script sends, or by the post
 * that led here without one.
 */
export function useForm<E extends HTMLElement = HTMLFormElement>(
  form: FormName,
  change: { error: Error | null; isIdle: boolean },
  subject = '',
) {
  const sent = useSent(form, subject);
  const ref = useRefusal<E>(change.error ?? sent?.error);
  return { ref, sent, error: refusalOf(change, sent) };
}
