// Moments and amounts as people say them.

const UNITS: [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];

/** "3h ago" on a terminal, the moment itself for programs; "never" for none. */
export function ago(moment: string | null | undefined, now = Date.now()): string {
  if (!moment) return 'never';
  if (!process.stdout.isTTY) return moment;
  const seconds = Math.round((now - Date.parse(moment)) / 1000);
  if (Number.isNaN(seconds)) return moment;
  if (Math.abs(seconds) < 1) return 'now';
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['s', 1];
  const amount = `${Math.floor(Math.abs(seconds) / size)}${unit}`;
  return seconds < 0 ? `in ${amount}` : `${amount} ago`;
}

export const shortId = (id: string | null | undefined): string => (id ? id.slice(0, 10) : '-');

export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const SIZES = ['kB', 'MB', 'GB', 'TB'];

/** "1.2 MB", in powers of a thousand. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  let power = 1;
  while (power < SIZES.length && count >= 1000 ** (power + 1)) power += 1;
  return `${(count / 1000 ** power).toFixed(1)} ${SIZES[power - 1]}`;
}
