// A part of a page under a heading, which names it to a screen reader.
import type { ReactNode } from 'react';

interface SectionProps {
  /** Of its heading: a link may lead there. */
  id: string;
  title: ReactNode;
  /** Beside the heading. */
  action?: ReactNode;
  /** Below the heading, in a sentence or two. */
  about?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Section({ id, title, action, about, className, children }: SectionProps) {
  const heading = (
    <h2 id={id} className="text-sm font-semibold">
      {title}
    </h2>
  );
  return (
    <section aria-labelledby={id} className={className}>
      <div className="mb-3">
        {action ? (
          <div className="flex items-center justify-between gap-4">
            {heading}
            {action}
          </div>
        ) : (
          heading
        )}
        {about && <p className="mt-1 text-sm text-muted">{about}</p>}
      </div>
      {children}
    </section>
  );
}
