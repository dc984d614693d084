// How long a host asks us to wait, in either of the forms that HTTP knows.

/** More than a day counts as a mistake of the host's. */
const LONGEST_SECONDS = 86_400;

/**
 * Seconds of a Retry-After header: a number, or a moment, which is counted from the host's own clock (`date`) if it
 * tells it. Null if it says nothing that can be followed, or that there is no need to wait.
 */
export function retryAfterSeconds(header: string | undefined, date?: string): number | null {
  return askedSeconds(header, date) || null;
}

/** The same, with 0 if the host says that it may be asked again at once. */
export function askedSeconds(header: string | null | undefined, date?: string): number | null {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : secondsUntil(text, date);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(0, Math.ceil(seconds)), LONGEST_SECONDS);
}

function secondsUntil(moment: string, date: string | undefined): number {
  const theirs = Date.parse(date ?? '');
  const from = Number.isNaN(theirs) ? Date.now() : theirs;
  return (Date.parse(moment) - from) / 1000;
}
