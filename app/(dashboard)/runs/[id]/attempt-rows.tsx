// One attempt at a run in its timeline: how it went, and its lines.
import { clsx } from 'clsx';
import type { AttemptPart } from './attempt-parts';
import { type RowProps, TimelineRow } from './timeline-row';

export function AttemptHead({ part }: { part: AttemptPart }) {
  return (
    <>
      <h3 className="text-sm font-semibold">
        Attempt {part.number}: <span className={clsx(part.isBad && 'text-bad')}>{part.outcome}</span>
      </h3>
      {part.detail && <p className="text-xs text-muted [overflow-wrap:anywhere]">{part.detail}</p>}
    </>
  );
}

export function AttemptRows({ part, ...common }: { part: AttemptPart } & Pick<RowProps, 'totalMs' | 'searchableAt'>) {
  return part.lines.map((line) => <TimelineRow key={line.name} {...common} {...line} />);
}
