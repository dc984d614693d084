// Reads points in time and spans of it as people type them.

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  mo: 30 * 86_400_000,
  y: 365 * 86_400_000,
};
const NAMES: Readonly<Record<string, string>> = {
  second: 's',
  sec: 's',
  minute: 'm',
  min: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
};

/** `<1h`: within the last hour, as `1h`; `>1d`: longer ago than a day. Null for anything else. */
export function parseAge(text: string): { ms: number; isOlder: boolean } | null {
  const [, sign, rest] = /^([<>]?)=?\s*(.+)$/s.exec(text.trim().toLowerCase()) ?? [];
  const ms = rest === undefined ? null : span(rest);
  return ms === null ? null : { ms, isOlder: sign === '>' };
}

/** `2024-01-31`, `yesterday`, `3 weeks ago` or `30d`. Null for anything else, and for times beyond the calendar. */
export function parseWhen(text: string, now: Date): Date | null {
  const asked = text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .toLowerCase();
  if (/^\d{4}-\d\d-\d\d(?:[t ][\d:.]+(?:z|[+-]\d\d:?\d\d)?)?$/.test(asked)) {
    const at = new Date(asked.toUpperCase());
    return Number.isNaN(at.getTime()) ? null : at;
  }
  const ms = asked === 'yesterday' ? UNIT_MS.d! : span(asked.replace(/\s*ago$/, ''));
  return ms === null ? null : new Date(now.getTime() - ms);
}

function span(text: string): number | null {
  const [, amount, unit] = /^(\d{1,5}|an?)\s*([a-z]+)$/.exec(text.trim()) ?? [];
  if (unit === undefined) return null;
  const short = UNIT_MS[unit] ? unit : NAMES[unit.replace(/s$/, '')];
  if (!short) return null;
  return (/^a/.test(amount!) ? 1 : Number(amount)) * UNIT_MS[short]!;
}
