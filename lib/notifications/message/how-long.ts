// How long a repository was away, in words.

const UNITS: [name: string, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "2 days and 3 hours", "5 minutes"; null if nothing reasonable can be said. */
export function howLong(since: string | null, until: string | null): string | null {
  const ms = since === null || until === null ? Number.NaN : Date.parse(until) - Date.parse(since);
  if (!(ms >= 0)) return null;
  const first = UNITS.findIndex(([, size]) => ms >= size);
  if (first === -1) return 'less than a minute';
  // Minutes matter beside hours, but not beside days.
  const [[name = '', size = 1] = [], next] = UNITS.slice(first);
  const parts = [inWords(Math.floor(ms / size), name)];
  const rest = next ? Math.floor((ms % size) / next[1]) : 0;
  if (next && rest > 0) parts.push(inWords(rest, next[0]));
  return parts.join(' and ');
}

function inWords(count: number, unit: string): string {
  return `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`;
}
