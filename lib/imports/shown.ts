// What of a row may come back in an answer: short, and without the credentials that an address may hold.
import { redact } from '@/lib/log';
import type { Skipped } from './import-settings';

const LONGEST = 300;

/** Its id, name and address as far as they are texts. */
export function shown(entry: unknown): Partial<Pick<Skipped, 'id' | 'name' | 'url'>> {
  if (typeof entry !== 'object' || entry === null) return typeof entry === 'string' ? { url: harmless(entry) } : {};
  const { id, name, url } = entry as Record<string, unknown>;
  return {
    ...(typeof id === 'string' ? { id: harmless(id) } : {}),
    ...(typeof name === 'string' ? { name: harmless(name) } : {}),
    ...(typeof url === 'string' ? { url: harmless(url) } : {}),
  };
}

/** One line of printable text. */
export function harmless(text: string): string {
  return redact(text.slice(0, 2 * LONGEST))
    .replace(/\p{C}+/gu, ' ')
    .slice(0, LONGEST);
}
