// A notification in words: one headline, then a line for each repository, cut if they become too many.
import type { Env } from '@/lib/env';
import { adviceOnEvent } from './advice';
import { howLong } from './how-long';
import {
  type ExpiringToken,
  NOTIFICATION_KINDS,
  type Notification,
  type NotificationEvent,
  type NotificationKind,
} from './notification';
import { pageUrl, tokensUrl } from './page-url';

/** Repositories that a headline names of each kind. */
const NAMED = 3;
const MESSAGE_LENGTH = 300;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

const VERBS: Record<NotificationKind, { one: string; many: string }> = {
  error: { one: 'repository fails', many: 'repositories fail' },
  stale: { one: 'repository is stale', many: 'repositories are stale' },
  recovered: { one: 'repository works again', many: 'repositories work again' },
};

export interface Line {
  /** What happened to which repository or token, and since when. */
  text: string;
  /** Why, and what to do; empty if there is no more to say. */
  more: string;
  url: string | null;
}

/**
 * For example "2 repositories fail: acme/rivers, acme/lakes"; one line, without control characters. If all there is
 * to say is that one works again it is that repository's line.
 */
export function headline(notification: Notification): string {
  if (notification.is_test) return 'A test from Freshet: messages arrive here.';
  const [first] = notification.events;
  const [token] = notification.tokens;
  if (countAll(notification) === 1 && token) return textOfToken(token);
  if (countAll(notification) === 1 && first?.kind === 'recovered') return textOf(first);
  const parts = NOTIFICATION_KINDS.filter((kind) => notification.counts[kind] > 0).map((kind) => {
    const count = notification.counts[kind];
    const names = notification.events.filter((event) => event.kind === kind).map(nameOf);
    const named = names.slice(0, NAMED).join(', ');
    const others = named === '' ? '' : count > NAMED ? ` and ${count - NAMED} more` : '';
    return `${count} ${count === 1 ? VERBS[kind].one : VERBS[kind].many}${named && `: ${named}`}${others}`;
  });
  const names = notification.tokens.slice(0, NAMED).map((one) => plain(one.name));
  const count = notification.tokens.length;
  const others = count > NAMED ? ` and ${count - NAMED} more` : '';
  if (count > 0)
    parts.push(`${count} ${count === 1 ? 'token expires' : 'tokens expire'} soon: ${names.join(', ')}${others}`);
  return parts.join('; ');
}

/** A line for each of the repositories and tokens that the news names. */
export function linesOf(notification: Notification, env: Pick<Env, 'publicUrl' | 'host' | 'port'>): Line[] {
  const ofRepos = notification.events.map((event) => ({
    text: textOf(event),
    more: plain([event.message && cut(event.message), adviceOnEvent(event)].filter(Boolean).join(' ')),
    url: pageUrl(env, event.repo.id),
  }));
  const ofTokens = notification.tokens.map((token) => ({
    text: textOfToken(token),
    more: 'Whatever asks by it is refused from then on: make another one before.',
    url: tokensUrl(env),
  }));
  return [...ofRepos, ...ofTokens];
}

/** How many repositories and tokens it is about, also those that it does not name. */
export function countAll(notification: Notification): number {
  return NOTIFICATION_KINDS.reduce((sum, kind) => sum + notification.counts[kind], notification.tokens.length);
}

/** What stands above the lines; empty if the first line says it. */
export function heading(notification: Notification, lines: Line[]): string {
  const text = headline(notification);
  return lines[0]?.text === text ? '' : text;
}

/**
 * The whole as text of at most `length` characters and `most` lines; what does not fit is counted at its end.
 * `write` makes one of the lines, in whichever notation the reader wants.
 */
export function compose(
  notification: Notification,
  lines: Line[],
  options: { length: number; most: number; write: (line: Line) => string },
): string {
  const total = countAll(notification);
  const ending = (shown: number) => (shown < total ? `\n\nand ${total - shown} more` : '');
  let text = heading(notification, lines);
  let shown = 0;
  for (const line of lines.slice(0, options.most)) {
    const longer = [text, options.write(line)].filter(Boolean).join('\n\n');
    if (longer.length + ending(0).length > options.length) break;
    text = longer;
    shown++;
  }
  return (text + (shown === 0 ? '' : ending(shown))).slice(0, options.length);
}

/** One line of text: a name or a message never begins a line, or a header, of its own. */
export function plain(text: string): string {
  return text.replace(CONTROL, ' ').trim();
}

function nameOf({ repo }: NotificationEvent): string {
  return plain(`${repo.org}/${repo.name}`);
}

function textOfToken({ name, owner, expires_at }: ExpiringToken): string {
  return `The token ${plain(name)} of ${plain(owner)} expires at ${minuteOf(expires_at)}.`;
}

function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

function textOf(event: NotificationEvent): string {
  return `${nameOf(event)} ${whatHappened(event)}`;
}

function whatHappened({ kind, since, until, failure_count: failures }: NotificationEvent): string {
  const time = since === null ? '' : minuteOf(since);
  if (kind === 'recovered') {
    const away = howLong(since, until);
    return away ? `works again after ${away}.` : 'works again.';
  }
  if (kind === 'stale') return time ? `is stale: upstream last answered at ${time}.` : 'is stale.';
  const row = failures > 1 ? `, ${failures} times in a row` : '';
  return time ? `fails since ${time}${row}.` : `fails${row}.`;
}

function cut(text: string): string {
  return text.length <= MESSAGE_LENGTH ? text : `${text.slice(0, MESSAGE_LENGTH)}…`;
}
