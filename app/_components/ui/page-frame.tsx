// The main region of a page, at one of the widths that the product uses.
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

const WIDTHS = { form: 'max-w-md', text: 'max-w-4xl', page: 'max-w-6xl', wide: 'max-w-[90rem]' };

export function PageFrame({ width, children }: { width: keyof typeof WIDTHS; children: ReactNode }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={clsx('mx-auto w-full flex-1 px-4 py-6 outline-none sm:px-6', WIDTHS[width])}
    >
      {children}
    </main>
  );
}
