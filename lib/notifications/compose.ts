// News in words: one headline, then a line for each repository, cut where they become too many.
import type { Env } from '@/lib/env';
import { adviceOnNews } from './advice';
import { howLong } from './how-long';
import { NEWS_KINDS, type News, type NewsEvent, type NewsKind } from './news';
import { pageUrl } from './page-url';

/** Repositories that a headline names of each kind. */
const NAMED = 3;
const MESSAGE_LENGTH = 300;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

const VERBS: Record<NewsKind, { one: string; many: string }> = {
  error: { one: 'repository fails', many: 'repositories fail' },
  stale: { one: 'repository is stale', many: 'repositories are stale' },
  recovered: { one: 'repository works again', many: 'repositories work again' },
};

export interface Line {
  /** What happened to which repository, and since when. */
  text: string;
  /** Why, and what to do; empty where there is no more to say. */
  more: string;
  url: string | null;
}

/**
 * For example "2 repositories fail: acme/rivers, acme/lakes"; one line, without control characters. Where all there is
 * to say is that one works again it is that repository's line.
 */
export function headline(news: News): string {
  if (news.is_test) return 'A test from Freshet: messages arrive here.';
  const [first] = news.events;
  if (first?.kind === 'recovered' && countAll(news) === 1) return textOf(first);
  const parts = NEWS_KINDS.filter((kind) => news.counts[kind] > 0).map((kind) => {
    const count = news.counts[kind];
    const names = news.events.filter((event) => event.kind === kind).map(nameOf);
    const named = names.slice(0, NAMED).join(', ');
    const others = named === '' ? '' : count > NAMED ? ` and ${count - NAMED} more` : '';
    return `${count} ${count === 1 ? VERBS[kind].one : VERBS[kind].many}${named && `: ${named}`}${others}`;
  });
  return parts.join('; ');
}

/** A line for each of the repositories that the news names. */
export function linesOf(news: News, env: Pick<Env, 'publicUrl' | 'host' | 'port'>): Line[] {
  return news.events.map((event) => ({
    text: textOf(event),
    more: plain([event.message && cut(event.message), adviceOnNews(event)].filter(Boolean).join(' ')),
    url: pageUrl(env, event.repo.id),
  }));
}

/** How many repositories it is about, also those that it does not name. */
export function countAll(news: News): number {
  return NEWS_KINDS.reduce((sum, kind) => sum + news.counts[kind], 0);
}

/** What stands above the lines; empty where the first line says it. */
export function heading(news: News, lines: Line[]): string {
  const text = headline(news);
  return lines[0]?.text === text ? '' : text;
}

/**
 * The whole as text of at most `length` characters and `most` lines; what does not fit is counted at its end.
 * `write` makes one of the lines, in whichever notation the reader wants.
 */
export function compose(
  news: News,
  lines: Line[],
  o: { length: number; most: number; write: (line: Line) => string },
): string {
  const total = countAll(news);
  const ending = (shown: number) => (shown < total ? `\n\nand ${total - shown} more` : '');
  let text = heading(news, lines);
  let shown = 0;
  for (const line of lines.slice(0, o.most)) {
    const longer = [text, o.write(line)].filter(Boolean).join('\n\n');
    if (longer.length + ending(0).length > o.length) break;
    text = longer;
    shown++;
  }
  return (text + (shown === 0 ? '' : ending(shown))).slice(0, o.length);
}

/** One line of text: a name or a message never begins a line, or a header, of its own. */
export function plain(text: string): string {
  return text.replace(CONTROL, ' ').trim();
}

function nameOf({ repo }: NewsEvent): string {
  return plain(`${repo.org}/${repo.name}`);
}

function textOf(event: NewsEvent): string {
  return `${nameOf(event)} ${whatHappened(event)}`;
}

function whatHappened({ kind, since, until, failure_count: failures }: NewsEvent): string {
  const time = since === null ? '' : `${since.slice(0, 16).replace('T', ' ')} UTC`;
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
