// How the fields for a new token become the input of the API, in the browser and on the server alike.
import type { NewToken } from '@/lib/tokens/make-token';
import { type Fields, isTicked, textOf, wordOf } from '../field/fields';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days that a token may be good for, as the form offers them. */
export const EXPIRY_DAYS = [7, 30, 90, 365] as const;

/** `now` in milliseconds since the epoch: the form says for how many days, the API until when. */
export function newTokenOf(fields: Fields, now: number): NewToken {
  const days = Number(wordOf(fields, 'expires'));
  const org = textOf(fields, 'for');
  const scopes = (['sync', 'write', 'admin'] as const).filter((scope) => isTicked(fields, `scope-${scope}`));
  return {
    name: wordOf(fields, 'name'),
    scopes: ['read', ...scopes],
    ...(org === undefined ? {} : { org }),
    ...(textOf(fields, 'owner') === 'organisation' ? { kind: 'organisation' as const } : {}),
    ...(days > 0 ? { expires_at: new Date(now + days * DAY_MS).toISOString() } : {}),
  };
}
