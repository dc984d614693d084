// What the audit log tells of a thing before and after a change: all but its secrets.
import { redact } from '@/lib/log';

/** Names of fields whose value is a secret. That one is there may be told: `has_token: true`. */
const SECRET = /(?:token|secret|password|cipher|hash|credential|private_?key)(?!.*_id$)/i;
/** Longer texts are cut: what they hold is looked up elsewhere. */
const MAX_LENGTH = 2000;
const MAX_DEPTH = 6;

export type Told = Record<string, unknown>;

/** A copy whose secret fields say only that they are set, and whose texts hold no credentials. Dates become text. */
export function withoutSecrets(told: Told): Told {
  return Object.fromEntries(
    Object.entries(told)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, SECRET.test(key) && !isHarmless(value) ? '[secret]' : clean(value, 1)]),
  );
}

/** Only what differs between the two, so that an entry tells what changed and nothing else. */
export function onlyChanges(before: Told, after: Told): { before: Told; after: Told } {
  const changed = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const pick = (from: Told) => Object.fromEntries(changed.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

function isHarmless(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || typeof value === 'number';
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    const text = redact(value);
    return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  }
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) return value.slice(0, 500).map((one) => clean(one, depth + 1));
  return withoutSecrets(value as Told);
}
