// The JSON that a webhook gets: `text` for Slack and Mattermost, `content` for Discord, `events` for programs.
import type { Env } from '@/lib/env';
import { adviceOnEvent } from './advice';
import { compose, linesOf } from './compose';
import type { Notification } from './notification';
import { deliveryUrl, pageUrl, secretsUrl, tokensUrl } from './page-url';

/** Discord refuses more than 2,000 characters; what keeps names from being called takes some of them. */
const LENGTH = 1900;
const MOST = 2000;
const MOST_LINES = 20;

/** Written anew for each attempt; `deliveryId` stays. */
export function webhookBody(
  env: Pick<Env, 'publicUrl' | 'host' | 'port'>,
  deliveryId: string,
  notification: Notification,
): string {
  const content = compose(notification, linesOf(notification, env), {
    length: LENGTH,
    most: MOST_LINES,
    write: ({ text, more, url }) => [text, more, url].filter(Boolean).join(' '),
  });
  return JSON.stringify({
    delivery_id: deliveryId,
    sent_at: new Date().toISOString(),
    text: quiet(forSlack(content)),
    content: quiet(content).slice(0, MOST),
    // Discord: nobody is called by what a message happens to hold.
    allowed_mentions: { parse: [] },
    counts: notification.counts,
    events: notification.events.map((event) => ({
      ...event,
      repo: { ...event.repo, url: pageUrl(env, event.repo.id) },
      advice: adviceOnEvent(event),
    })),
    tokens: notification.tokens.map((token) => ({ ...token, url: tokensUrl(env) })),
    deliveries: notification.deliveries.map((news) => ({ ...news, url: deliveryUrl(env, news.delivery_id) })),
    secrets: notification.secrets.map((news) => ({ ...news, url: secretsUrl(env, news.repo.id) })),
  });
}

/** Slack reads `<…>` as links and as calls to everybody. */
function forSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A space without width keeps Mattermost from calling whoever stands behind an @. */
function quiet(text: string): string {
  return text.replace(/@(?=\w)/g, '@\u200b');
}
