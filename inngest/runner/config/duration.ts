// Inngest's time strings and instants, as milliseconds.

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of a time string such as "90s" or "1h30m"; null if it is not one. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  }
  return Math.round(total);
}

/** Milliseconds from `now` (ms since the epoch) until a time string has passed or an ISO instant is reached, at least 0. */
export function parseWait(text: string, now: number): number | null {
  const duration = parseDuration(text);
  if (duration !== null) return duration;
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}

/** Milliseconds asked for by a Retry-After header: seconds or an instant. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (!header) return null;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.round(Number(header) * 1000);
  const instant = Date.parse(header);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}

/** What an Inngest server waits after failure number `attempt` (from 0) if the function does not say. */
export function defaultBackoff(attempt: number): number {
  const table = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];
  return (table[Math.min(attempt, table.length - 1)] ?? 7200) * 1000;
}
