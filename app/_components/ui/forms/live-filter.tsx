// A form that asks for another page: by itself as one types, and by its button where no script has loaded.
'use client';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';

/** Typing is waited for so long. */
const PAUSE_MS = 200;

interface LiveFilterProps {
  label: string;
  className?: string;
  children: ReactNode;
}

export function LiveFilter({ label, className, children }: LiveFilterProps) {
  const router = useRouter();
  const path = usePathname();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(form: HTMLFormElement, waitMs: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const asked = [...new FormData(form)].filter((field): field is [string, string] => Boolean(field[1]));
      const search = new URLSearchParams(asked);
      router.replace(search.size > 0 ? `${path}?${search}` : path, { scroll: false });
    }, waitMs);
  }

  return (
    <form
      method="get"
      action={path}
      aria-label={label}
      onInput={(event) => show(event.currentTarget, PAUSE_MS)}
      onSubmit={(event) => {
        event.preventDefault();
        show(event.currentTarget, 0);
      }}
      className={className}
    >
      {children}
    </form>
  );
}
