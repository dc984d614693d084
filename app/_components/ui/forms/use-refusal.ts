// Takes people to what a form was refused for: the field that is wrong, else the notice.
'use client';
import { type RefObject, useEffect, useRef } from 'react';

/**
 * The ref of the form, or of what holds it and its notice. With each new `error` the focus goes to the first field that
 * is marked as wrong, else to the alert, and both its label and its message come into view. Who is elsewhere on the page
 * by then is left there.
 */
export function useRefusal<E extends HTMLElement = HTMLFormElement>(error: unknown): RefObject<E | null> {
  const form = useRef<E>(null);
  useEffect(() => {
    if (!error || !form.current) return;
    const held = document.activeElement;
    if (held && held !== document.body && !form.current.contains(held)) return;
    const wrong = form.current.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
    // The browser would be content with the field alone, and leave its message behind the header or below the screen.
    wrong?.focus({ preventScroll: true });
    const whole = wrong?.closest('[data-field]') ?? wrong;
    whole?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  return form;
}
