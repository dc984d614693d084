// Since when what is shown of each repository is known to be what upstream has: a table whose rows are bars.
import { scaleLinear } from 'd3-scale';
import { formatCount } from '@/app/_format';
import type { Freshness } from '@/lib/status/read-freshness';

const NAMES = new Map([
  [60, '1 minute'],
  [300, '5 minutes'],
  [900, '15 minutes'],
  [3600, '1 hour'],
  [28_800, '8 hours'],
  [86_400, '1 day'],
]);

export function FreshnessChart({ freshness }: { freshness: Freshness }) {
  const rows = [
    ...freshness.checked.map(({ within_seconds: seconds, count }) => ({
      name: seconds === null ? 'longer ago' : `within ${NAMES.get(seconds) ?? `${seconds} seconds`}`,
      count,
      fill: 'fill-accent',
    })),
    { name: 'never', count: freshness.never_checked, fill: 'fill-line-strong' },
  ];
  const width = scaleLinear()
    .domain([0, Math.max(1, ...rows.map((row) => row.count))])
    .range([0, 100]);
  return (
    <table className="w-full text-xs tabular-nums">
      <caption className="sr-only">How many repositories were known to be up to date when</caption>
      <tbody>
        {rows.map(({ name, count, fill }) => (
          <tr key={name}>
            <th scope="row" className="w-32 py-1 text-left font-normal whitespace-nowrap text-muted">
              {name}
            </th>
            <td className="py-1">
              <svg aria-hidden="true" width="100%" height="10" className="block">
                <rect width="100%" height="10" rx="2" className="fill-sunken" />
                {count > 0 && <rect width={`${Math.max(0.75, width(count))}%`} height="10" rx="2" className={fill} />}
              </svg>
            </td>
            <td className="w-14 py-1 text-right">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
