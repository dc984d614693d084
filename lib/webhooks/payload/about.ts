// Where the repository of a delivery lies, in words that may be kept and shown.
import type { WebhookNews } from './delivery';

/** Characters that are kept. */
const LONGEST = 200;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Everything before the last @ of the host's part; and what may follow a path. */
const USER = /^[^/]*@/;
const QUERY = /[?#].*$/s;
const ENDING = /\.git$/i;
/** Control characters, what turns the direction of text, halves of characters, line separators. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** Host and path of the first address, or else project and name; null if it names none. Without any credentials. */
export function about(news: Pick<WebhookNews, 'addresses' | 'place'> | null): string | null {
  const [address = news?.place ?? ''] = news?.addresses ?? [];
  const bare = address.trim().replace(QUERY, '').replace(SCHEME, '').replace(USER, '').replace(ENDING, '');
  const shown = [...bare.replace(UNSEEN, '\ufffd')].slice(0, LONGEST + 1);
  if (shown.length > LONGEST) shown.splice(LONGEST - 1, 2, '…');
  return shown.join('') || null;
}
