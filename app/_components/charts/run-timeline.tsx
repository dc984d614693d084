// The stages of a run along its time: when each began, how long it took, and when its tree was searchable.
import { clsx } from 'clsx';
import { Check, Circle, CircleX, Clock, LoaderCircle } from 'lucide-react';
import { formatDuration } from '@/app/_format';
import type { Run } from '@/lib/repos/run';
import { STAGE_NAMES, STAGES, type Stage } from '../stages';
import { runSpans, type Span } from './run-spans';

type State = 'done' | 'ahead' | 'now' | 'broken' | 'wait';

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

/** `now` is when it is looked at, in milliseconds since the epoch by the server's clock. */
export function RunTimeline({ run, now }: { run: Run; now: number }) {
  const { totalMs, stages, waiting, pauses, searchable } = runSpans(run, now);
  const isOpen = run.status === 'queued' || run.status === 'running';
  const common = { totalMs, searchableAt: searchable?.at ?? null };
  const paused = pauses.reduce((sum, span) => sum + span.ms, 0);
  return (
    <div className="mb-8 rounded-lg border border-line bg-surface px-4 py-2">
      {searchable && <p className="sr-only">Searchable after {formatDuration(searchable.ms)}.</p>}
      <ol>
        {waiting && waiting.width >= 1 && (
          <Row {...common} name="Wait for its turn" state="wait" spans={[waiting]} text={formatDuration(waiting.ms)} />
        )}
        {pauses.length > 0 && (
          <Row {...common} name="Earlier attempts" state="wait" spans={pauses} text={formatDuration(paused)} />
        )}
        {STAGES.map((stage) => {
          const span = stages[stage];
          const state = stateOf(run, stage, isOpen);
          return (
            <Row
              key={stage}
              {...common}
              name={STAGE_NAMES[stage]}
              state={state}
              spans={span ? [span] : []}
              text={textOf(run, state, isOpen, span)}
            />
          );
        })}
      </ol>
      <div className="mt-1 grid border-t border-line pt-2 pb-1 text-2xs text-muted tabular-nums sm:grid-cols-[11.5rem_1fr_12rem] sm:gap-x-3">
        <div className="sm:col-start-2">
          {searchable && <SearchableMark {...searchable} />}
          <p className="flex justify-between">
            <span>0</span>
            <span suppressHydrationWarning>
              {formatDuration(totalMs)}
              {isOpen && ' so far'}
            </span>
          </p>
        </div>
      </div>
    </div>
  );
}

/** Below the place of the line that goes through the rows. */
function SearchableMark({ ms, at }: { ms: number; at: number }) {
  return (
    <svg width="100%" height="18" className="block overflow-visible" aria-hidden="true">
      <text
        x={percent(at)}
        y="10"
        textAnchor={at < 25 ? 'start' : at > 75 ? 'end' : 'middle'}
        className="fill-ok text-[0.75rem]"
      >
        Searchable after {formatDuration(ms)}
      </text>
    </svg>
  );
}

interface RowProps {
  name: string;
  state: State;
  spans: Span[];
  text: string;
  totalMs: number;
  searchableAt: number | null;
}

function Row({ name, state, spans, text, totalMs, searchableAt }: RowProps) {
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

const STROKES: Record<State, string> = {
  done: 'stroke-accent',
  ahead: '',
  now: 'stroke-accent',
  broken: 'stroke-bad',
  wait: 'stroke-line-strong',
};

function stateOf(run: Run, stage: Stage, isOpen: boolean): State {
  const [start, end] = run.stage_times[stage] ?? [null, null];
  if (end !== null) return 'done';
  if (start === null || run.stage !== stage) return 'ahead';
  return isOpen && run.error === null ? 'now' : 'broken';
}

function textOf(run: Run, state: State, isOpen: boolean, span: Span | undefined): string {
  if (state === 'ahead') {
    if (isOpen) return 'to come';
    return run.status === 'succeeded' || run.status === 'unchanged' ? 'not needed' : 'not reached';
  }
  return formatDuration(span?.ms ?? 0);
}

function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
