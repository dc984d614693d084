// Numbers, sizes and times as people read them; the same on the server and in the browser.

const count = new Intl.NumberFormat('en-GB');

/** 24891 → "24,891". */
export function formatCount(value: number): string {
  return count.format(value);
}

/** "1 file", "2 files"; the plural adds an s unless it is given. */
export function formatPlural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** Bytes in powers of 1,000: 139500000 → "139.5 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 100 ? Number(value.toFixed(1)) : Math.round(value)} ${units[unit]}`;
}

/** Milliseconds: "84 ms", "1.2 s", "2 min 5 s", "1 h 4 min". */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const STEPS: [limitSeconds: number, seconds: number, unit: string][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [86_400 * 30, 86_400, 'day'],
  [86_400 * 365, 86_400 * 30, 'month'],
  [Number.POSITIVE_INFINITY, 86_400 * 365, 'year'],
];

/** "just now", "1 minute ago", "2 hours ago"; future times read "in 3 minutes". */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return 'just now';
  const [, size, unit] = STEPS.find(([limit]) => distance < limit) ?? STEPS[STEPS.length - 1]!;
  const text = formatPlural(Math.floor(distance / size), unit);
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

/** The exact time, to the second, in UTC: "2026-01-31 09:05:07 UTC". */
export function formatExact(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The first seven digits of a commit id. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
