// A notification in words: one headline, then a line for each repository, cut if they become too many.
import type { Env } from '@/lib/env';
import { adviceOnEvent } from './advice';
import { moreOfDelivery, moreOfSecret, textOfDelivery, textOfSecret } from './delivery-news';
import { howLong } from './how-long';
import {
  type ExpiringToken,
  NOTIFICATION_KINDS,
  type Notification,
  type NotificationEvent,
  type NotificationKind,
} from './notification';
import { deliveryUrl, pageUrl, secretsUrl, tokensUrl } from './page-url';
import { plain } from './plain';

/** Repositories that a headline names of each kind. */
const NAMED = 3;
const MESSAGE_LENGTH = 300;

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
 * For example "2 repositories fail: acme/rivers, acme/lakes"; one line, without control characters. If there is one thing
 * to say that is no trouble of a repository, it is that one's line.
 */
export function headline(notification: Notification): string {
  if (notification.is_test) return 'A test from Freshet: messages arrive here.';
  if (countAll(notification) === 1) {
    const [event] = notification.events;
    const [only] = [
      ...(event?.kind === 'recovered' ? [textOf(event)] : []),
      ...notification.tokens.map(textOfToken),
      ...notification.deliveries.map(textOfDelivery),
      ...notification.secrets.map(textOfSecret),
    ];
    if (only !== undefined) return only;
  }
  const parts = NOTIFICATION_KINDS.filter((kind) => notification.counts[kind] > 0).map((kind) => {
    const names = notification.events.filter((event) => event.kind === kind).map(nameOf);
    return part(notification.counts[kind], VERBS[kind], names);
  });
  return [...parts, ...otherParts(notification)].join('; ');
}

function otherParts({ deliveries, secrets, tokens }: Notification): string[] {
  const troubled = deliveries.filter(({ kind }) => kind !== 'recovered');
  const found = secrets.filter(({ kind }) => kind === 'found');
  const again = deliveries.filter(({ kind }) => kind === 'recovered');
  const gone = secrets.filter(({ kind }) => kind === 'gone');
  const named = (news: { repo: { org: string; name: string } }) => plain(`${news.repo.org}/${news.repo.name}`);
  return [
    part(troubled.length, { one: 'delivery is in trouble', many: 'deliveries are in trouble' }, troubled.map(named)),
    part(found.length, { one: 'repository holds a secret', many: 'repositories hold secrets' }, found.map(named)),
    part(again.length, { one: 'delivery is well again', many: 'deliveries are well again' }, again.map(named)),
    part(
      gone.length,
      { one: 'repository is rid of secrets', many: 'repositories are rid of secrets' },
      gone.map(named),
    ),
    part(
      tokens.length,
      { one: 'token expires soon', many: 'tokens expire soon' },
      tokens.map((one) => plain(one.name)),
    ),
  ].filter((text) => text !== '');
}

/** "4 tokens expire soon: a, b, c and 1 more"; empty if there is none. */
function part(count: number, words: { one: string; many: string }, names: string[]): string {
  if (count === 0) return '';
  const named = names.slice(0, NAMED).join(', ');
  const others = named === '' ? '' : count > NAMED ? ` and ${count - NAMED} more` : '';
  return `${count} ${count === 1 ? words.one : words.many}${named && `: ${named}`}${others}`;
}

/** A line for each thing that the news names. */
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
  const ofDeliveries = notification.deliveries.map((news) => ({
    text: textOfDelivery(news),
    more: cut(plain(moreOfDelivery(news))),
    url: deliveryUrl(env, news.delivery_id),
  }));
  const ofSecrets = notification.secrets.map((news) => ({
    text: textOfSecret(news),
    more: moreOfSecret(news),
    url: secretsUrl(env, news.repo.id),
  }));
  return [...ofRepos, ...ofDeliveries, ...ofSecrets, ...ofTokens];
}

/** How many things it is about, also those that it does not name. */
export function countAll(notification: Notification): number {
  const { counts, tokens, deliveries, secrets } = notification;
  const others = tokens.length + deliveries.length + secrets.length;
  return NOTIFICATION_KINDS.reduce((sum, kind) => sum + counts[kind], others);
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
