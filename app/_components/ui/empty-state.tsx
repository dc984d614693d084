// What a page shows when it has nothing to show: why, and what to do about it.
import type { ReactNode } from 'react';

interface EmptyStateProps {
  /** A drawing; decorative. */
  picture: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  level?: 1 | 2;
}

export function EmptyState({ picture, title, children, action, level = 2 }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center">
      <div className="mb-5 text-accent" aria-hidden="true">
        {picture}
      </div>
      <Heading className={level === 1 ? 'page-title' : 'text-lg font-semibold tracking-tight'}>{title}</Heading>
      {children && <div className="mt-2 text-sm text-muted">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
