// A message on the page: help, a warning, a failure, a success.
import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOKS = {
  info: { icon: Info, style: 'bg-accent-soft border-accent/25', tint: 'text-accent' },
  ok: { icon: CircleCheck, style: 'bg-ok-soft border-ok/25', tint: 'text-ok' },
  warn: { icon: TriangleAlert, style: 'bg-warn-soft border-warn/30', tint: 'text-warn' },
  bad: { icon: CircleAlert, style: 'bg-bad-soft border-bad/30', tint: 'text-bad' },
};

interface NoticeProps {
  look: keyof typeof LOOKS;
  title?: string;
  children?: ReactNode;
  /** Announced by screen readers when it appears. */
  isLive?: boolean;
  className?: string;
}

export function Notice({ look, title, children, isLive = false, className }: NoticeProps) {
  const { icon: Icon, style, tint } = LOOKS[look];
  const role = isLive ? (look === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div
      role={role}
      // What was refused may take the focus to its reason.
      tabIndex={role === 'alert' ? -1 : undefined}
      className={clsx('flex scroll-mb-6 gap-3 rounded-lg border px-4 py-3 text-sm', style, className)}
    >
      <Icon className={clsx('mt-0.5 size-4 shrink-0', tint)} aria-hidden="true" />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
    </div>
  );
}
