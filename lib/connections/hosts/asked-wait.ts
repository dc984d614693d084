// How long a code host asks us to wait: by any of the headers that they say it with.
import { askedSeconds } from '@/lib/net/retry-after';

/** If it says that there is a limit, and not until when. */
const USUAL_SECONDS = 30;
/** What a host's clock and ours may differ by. */
const MARGIN_SECONDS = 1;

/** Seconds, at least a moment; null if the answer asks for no pause. */
export function askedWait({ status, headers }: Pick<Response, 'status' | 'headers'>): number | null {
  const retryAfter = askedSeconds(headers.get('retry-after'), headers.get('date') ?? undefined);
  const isSpent = (headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining')) === '0';
  const isLimit =
    status === 429 || (status === 403 && (retryAfter !== null || isSpent)) || (status === 503 && retryAfter !== null);
  if (!isLimit) return null;
  return Math.max(0.1, retryAfter ?? untilReset(headers) ?? USUAL_SECONDS);
}

/** The moment is told in seconds since the epoch (GitHub, GitLab, Gitea); by some, as seconds from now. */
function untilReset(headers: Headers): number | null {
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  if (!Number.isFinite(reset)) return null;
  const theirs = Date.parse(headers.get('date') ?? '');
  const now = (Number.isNaN(theirs) ? Date.now() : theirs) / 1000;
  const seconds = reset > 1e9 ? reset - now + MARGIN_SECONDS : reset;
  return Math.min(Math.max(0, Math.ceil(seconds)), 86_400);
}
