// One line of a run's timeline: what it was, where it lay in time, how long it took.
import { clsx } from 'clsx';
import { Check, Circle, CircleX, Clock, LoaderCircle } from 'lucide-react';
import { formatDuration } from '@/app/_format';
import type { Line } from './attempt-parts';

type State = Line['state'];

const ICONS = { done: Check, ahead: Circle, now: LoaderCircle, broken: CircleX, wait: Clock };
const TINTS: Record<State, string> = {
  done: 'text-ok',
  ahead: 'text-line-strong',
  now: 'animate-spin text-accent',
  broken: 'text-bad',
  wait: 'text-muted',
};
const BARS: Record<State, string> = {
  done: 'fill-accent',
  ahead: '',
  now: 'fill-accent',
  broken: 'fill-bad',
  wait: 'fill-line-strong',
};
const STROKES: Record<State, string> = {
  done: 'stroke-accent',
  ahead: '',
  now: 'stroke-accent',
  broken: 'stroke-bad',
  wait: 'stroke-line-strong',
};

export interface RowProps extends Line {
  totalMs: number;
  searchableAt: number | null;
}

export function TimelineRow({ name, state, spans, text, totalMs, searchableAt }: RowProps) {
  const Icon = ICONS[state];
  const [first] = spans;
  const share = Math.round(spans.reduce((sum, span) => sum + span.width, 0));
  return (
    <li
      className="grid grid-cols-[1rem_1fr_auto] items-center gap-x-3 gap-y-1 py-1.5 text-sm sm:grid-cols-[1rem_9.75rem_1fr_12rem]"
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <Icon aria-hidden="true" className={clsx('size-4', TINTS[state])} />
      <span className={clsx((state === 'ahead' || state === 'wait') && 'text-muted')}>{name}</span>
      <svg
        aria-hidden="true"
        className="max-sm:order-last max-sm:col-span-full max-sm:data-empty:hidden"
        data-empty={spans.length === 0 ? '' : undefined}
        width="100%"
        height="12"
      >
        <rect width="100%" height="12" rx="3" className="fill-sunken" />
        {spans.map((span) => (
          <g key={span.startMs}>
            {/* What is too short to be seen still shows where it was. */}
            <line
              x1={percent(span.from)}
              x2={percent(span.from)}
              y2="12"
              strokeWidth="2"
              className={clsx(STROKES[state])}
              suppressHydrationWarning
            />
            <rect
              x={percent(span.from)}
              width={percent(span.width)}
              height="12"
              rx="2"
              className={BARS[state]}
              suppressHydrationWarning
            />
          </g>
        ))}
        {searchableAt !== null && (
          <line x1={percent(searchableAt)} x2={percent(searchableAt)} y2="12" strokeWidth="2" className="stroke-ok" />
        )}
      </svg>
      <span
        className="flex justify-end gap-x-2 text-xs whitespace-nowrap text-muted tabular-nums"
        suppressHydrationWarning
      >
        {first && totalMs > 1 && (
          <span aria-hidden="true" className="mr-auto hidden sm:inline" suppressHydrationWarning>
            +{formatDuration(first.startMs)}
          </span>
        )}
        {state === 'broken' && <span className="sr-only">stopped after</span>}
        {text}
        {first && totalMs > 1 && (
          <>
            <span aria-hidden="true" className="w-11 text-right" suppressHydrationWarning>
              {share} %
            </span>
            <span className="sr-only" suppressHydrationWarning>
              , {share} % of the whole, from {formatDuration(first.startMs)} after the request
            </span>
          </>
        )}
      </span>
    </li>
  );
}

/** For the attributes of an svg. */
export function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
