// A run along its time: its attempts, when each stage began, how long it took, and when its tree was searchable.
import { formatDuration } from '@/app/_format';
import type { Run } from '@/lib/runs/run';
import { attemptParts } from './attempt-parts';
import { AttemptHead, AttemptRows } from './attempt-rows';
import { runSpans } from './run-spans';
import { percent, TimelineRow } from './timeline-row';

/** Shorter waits are what handing it over takes. A share of the whole would come and go as that grows. */
const WAIT_MS = 100;

/** `now` is when it is looked at, in milliseconds since the epoch by the server's clock. */
export function RunTimeline({ run, now }: { run: Run; now: number }) {
  const { totalMs, waiting, attempts, searchable } = runSpans(run, now);
  const isOpen = run.status === 'queued' || run.status === 'running';
  const common = { totalMs, searchableAt: searchable?.at ?? null };
  const parts = attemptParts(run.status, attempts);
  const [only] = parts;
  // Of one attempt the page has said above how it went, but for one that gave way to a newer run.
  const isPlain = parts.length === 1 && !(only?.isBad && run.status === 'cancelled');
  return (
    <div className="mb-8 rounded-lg border border-line bg-surface px-4 py-2">
      {searchable && <p className="sr-only">Searchable after {formatDuration(searchable.ms)}.</p>}
      <ol>
        {waiting && waiting.ms >= WAIT_MS && (
          <TimelineRow
            {...common}
            name="Wait for its turn"
            state="wait"
            spans={[waiting]}
            text={formatDuration(waiting.ms)}
          />
        )}
        {isPlain && only ? (
          <AttemptRows {...common} part={only} />
        ) : (
          parts.map((part) => (
            <li key={part.number} className="border-t border-line py-1.5 first:border-t-0">
              <AttemptHead part={part} />
              <ol>
                <AttemptRows {...common} part={part} />
              </ol>
            </li>
          ))
        )}
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
