// How runs ended over time, as bars; the same numbers stand in a table below.
import { clsx } from 'clsx';
import { formatCount, formatPlural } from '@/app/_format';
import type { RunsAt, Span } from '@/lib/status/read-runs-over-time';
import { stackBars } from './stack-bars';

const HEIGHT = 112;
const AXIS = 20;
const KEYS = ['succeeded', 'failed', 'cancelled'] as const;
const LOOKS = {
  succeeded: { fill: 'fill-ok', dot: 'bg-ok' },
  failed: { fill: 'fill-bad', dot: 'bg-bad' },
  cancelled: { fill: 'fill-line-strong', dot: 'bg-line-strong' },
};
const TITLES = { hour: 'Last 24 hours', day: 'Last 14 days' };
/** Labels on the axis: one for every so many bars, counted from the last. */
const EVERY = { hour: 6, day: 3 };

export function RunsChart({ span, rows }: { span: Span; rows: RunsAt[] }) {
  const { bars, ticks } = stackBars(rows, KEYS, HEIGHT);
  const totals = KEYS.map((key) => ({ key, total: rows.reduce((sum, row) => sum + row[key], 0) }));
  const isEmpty = totals.every(({ total }) => total === 0);
  const sentence = isEmpty
    ? `${TITLES[span]}: no run brought anything new, and none failed.`
    : `${TITLES[span]}, by ${span}: ${totals.map(({ key, total }) => `${formatPlural(total, 'run')} ${key}`).join(', ')}.`;
  return (
    <figure className="min-w-0 rounded-lg border border-line bg-surface px-4 pt-3 pb-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="text-xs font-medium">{TITLES[span]}</span>
        <span className="flex flex-wrap gap-x-3 text-2xs text-muted tabular-nums">
          {totals.map(({ key, total }) => (
            <span key={key} className="inline-flex items-center gap-1.5">
              <span aria-hidden="true" className={clsx('size-2 rounded-full', LOOKS[key].dot)} />
              {formatCount(total)} {key}
            </span>
          ))}
        </span>
      </figcaption>
      <svg role="img" aria-label={sentence} width="100%" height={HEIGHT + AXIS} className="mt-1 block">
        {ticks.map((tick) => (
          <g key={tick.value}>
            <line x1="8%" x2="100%" y1={tick.y} y2={tick.y} className="stroke-line" />
            <text x="0" y={tick.y + 4} className="fill-muted text-[0.6875rem] tabular-nums">
              {short.format(tick.value)}
            </text>
          </g>
        ))}
        <line x1="8%" x2="100%" y1={HEIGHT} y2={HEIGHT} className="stroke-line-strong" />
        {bars.map((bar, i) => {
          const row = rows[i];
          if (!row) return null;
          const isLabelled = (rows.length - 1 - i) % EVERY[span] === 0;
          return (
            <g key={row.at}>
              <title>{`${nameOf(row.at, span)}: ${KEYS.map((key) => `${row[key]} ${key}`).join(', ')}`}</title>
              {bar.parts.map((part) => (
                <rect
                  key={part.key}
                  x={`${bar.x}%`}
                  width={`${bar.width}%`}
                  y={part.y}
                  height={part.height}
                  rx="1"
                  className={LOOKS[part.key].fill}
                />
              ))}
              {isLabelled && (
                <text
                  x={`${i === rows.length - 1 ? 100 : bar.x + bar.width / 2}%`}
                  y={HEIGHT + 15}
                  textAnchor={i === rows.length - 1 ? 'end' : 'middle'}
                  className="fill-muted text-[0.6875rem] tabular-nums"
                >
                  {i === rows.length - 1 ? (span === 'hour' ? 'this hour' : 'today') : labelOf(row.at, span)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <details className="mt-1 text-2xs">
        <summary className="text-muted hover:text-ink">
          Numbers<span className="sr-only"> of the {TITLES[span].toLowerCase()}</span>
        </summary>
        {isEmpty ? <p className="py-1 text-muted">{sentence}</p> : <Numbers span={span} rows={rows} />}
      </details>
    </figure>
  );
}

/** Those in which nothing ended are left out. */
function Numbers({ span, rows }: { span: Span; rows: RunsAt[] }) {
  const busy = rows.filter((row) => KEYS.some((key) => row[key] > 0)).reverse();
  return (
    <table className="mt-1 w-full text-left tabular-nums">
      <thead className="text-muted">
        <tr>
          <th scope="col" className="py-0.5 font-normal">
            {span === 'hour' ? 'Hour (UTC)' : 'Day (UTC)'}
          </th>
          {KEYS.map((key) => (
            <th key={key} scope="col" className="py-0.5 text-right font-normal first-letter:uppercase">
              {key}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {busy.map((row) => (
          <tr key={row.at} className="border-t border-line">
            <th scope="row" className="py-0.5 font-normal">
              {nameOf(row.at, span)}
            </th>
            {KEYS.map((key) => (
              <td key={key} className="py-0.5 text-right">
                {formatCount(row[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On the axis, where there is little room: 6K. */
const short = new Intl.NumberFormat('en-GB', { notation: 'compact' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function labelOf(at: string, span: Span): string {
  return span === 'hour' ? at.slice(11, 16) : day.format(new Date(at));
}

function nameOf(at: string, span: Span): string {
  return span === 'hour' ? `${day.format(new Date(at))}, ${at.slice(11, 16)}` : day.format(new Date(at));
}
