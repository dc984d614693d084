// A page that is one form: signing in, setting up, accepting an invitation.
import type { ReactNode } from 'react';
import { LogoMark } from './logo';
import { PageFrame } from './page-frame';

export function CardPage({ title, intro, children }: { title: string; intro?: ReactNode; children?: ReactNode }) {
  return (
    <PageFrame width="form">
      <div className="mx-auto max-w-sm pt-6 sm:pt-14">
        <LogoMark className="mb-4 size-9" />
        <h1 className="page-title">{title}</h1>
        {intro && <p className="mt-1 text-sm text-muted">{intro}</p>}
        {children && <div className="mt-6">{children}</div>}
      </div>
    </PageFrame>
  );
}
