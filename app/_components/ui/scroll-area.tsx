// A region that scrolls sideways, named and reachable with the keyboard.
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export function ScrollArea({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section aria-label={label} tabIndex={0} className={clsx('overflow-x-auto', className)}>
      {children}
    </section>
  );
}
