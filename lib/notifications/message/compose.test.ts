import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { compose, headline, linesOf } from './compose';
import { emailHtml } from './email-html';
import { type NotificationEvent, notificationOf, TEST_NOTIFICATION } from './notification';
import { pageUrl } from './page-url';
import { webhookBody } from './webhook-body';

const env = parseEnv({ FRESHET_PUBLIC_URL: 'https://search.example.com/' });

function event(name: string, options: Partial<NotificationEvent> = {}): NotificationEvent {
  return {
    kind: 'error',
    repo: { id: '5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e', org: 'acme', name, kind: 'mirror' },
    error_kind: 'auth',
    message: 'The host refuses the token.',
    since: '2026-01-02T03:04:05.678Z',
    until: null,
    failure_count: 2,
    ...options,
  };
}

const many = (count: number, options: Partial<NotificationEvent> = {}) =>
  notificationOf(Array.from({ length: count }, (_, n) => event(`repo-${n}`, options)));

describe('a headline', () => {
  it.each([
    [[event('rivers')], '1 repository fails: acme/rivers'],
    [[event('rivers'), event('lakes')], '2 repositories fail: acme/rivers, acme/lakes'],
    [[event('rivers', { kind: 'recovered' })], 'acme/rivers works again.'],
    [
      [event('rivers', { kind: 'recovered' }), event('lakes', { kind: 'recovered' })],
      '2 repositories work again: acme/rivers, acme/lakes',
    ],
    [
      [event('ponds', { kind: 'recovered' }), event('lakes', { kind: 'stale' }), event('rivers')],
      '1 repository fails: acme/rivers; 1 repository is stale: acme/lakes; 1 repository works again: acme/ponds',
    ],
  ])('names what happened, trouble first', (events, text) => {
    expect(headline(notificationOf(events))).toBe(text);
  });

  it('tells which token expires, and when', () => {
    const token = (name: string) => ({
      id: '5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e',
      name,
      owner: 'ada@example.com',
      expires_at: '2026-12-04T10:30:00.000Z',
    });
    const one = notificationOf([], { tokens: [token('ci\nbuild')] });
    expect(headline(one)).toBe('The token ci build of ada@example.com expires at 2026-12-04 10:30 UTC.');
    const lines = linesOf(one, env);
    expect(lines).toMatchObject([{ url: 'https://search.example.com/settings/tokens' }]);
    const write = ({ text, more }: { text: string; more: string }) => `${text} ${more}`;
    expect(compose(one, lines, { length: 1000, most: 20, write })).toMatch(/^The token .* make another one before\.$/);
    expect(emailHtml(one, lines, 0)).toContain('expires at 2026-12-04 10:30 UTC.');
    expect(JSON.parse(webhookBody(env, 'x', one))).toMatchObject({ tokens: [{ name: 'ci\nbuild' }], events: [] });
    const several = notificationOf([event('rivers')], { tokens: ['a', 'b', 'c', 'd'].map(token) });
    expect(headline(several)).toBe('1 repository fails: acme/rivers; 4 tokens expire soon: a, b, c and 1 more');
  });

  it('counts those that it does not name', () => {
    expect(headline(many(183))).toBe('183 repositories fail: acme/repo-0, acme/repo-1, acme/repo-2 and 180 more');
    const kinds = notificationOf([
      ...Array.from({ length: 600 }, (_, n) => event(`repo-${n}`)),
      event('x', { kind: 'stale' }),
    ]);
    expect(headline(kinds)).toMatch(/and 597 more; 1 repository is stale$/);
  });

  it('is one line whatever it is about', () => {
    const text = headline(notificationOf([event('rivers\r\nBcc: everybody@example.com\u2028\u202e')]));
    expect(text).toBe('1 repository fails: acme/rivers Bcc: everybody@example.com');
  });
});

describe('a message', () => {
  const write = (line: { text: string; more: string }) => `${line.text} ${line.more}`;

  it('says of each repository since when, why and what to do', () => {
    const notification = notificationOf([event('rivers')]);
    expect(linesOf(notification, env)).toEqual([
      {
        text: 'acme/rivers fails since 2026-01-02 03:04 UTC, 2 times in a row.',
        more: 'The host refuses the token. Give a token that may read this repository: on its page, under Settings. Then sync it.',
        url: 'https://search.example.com/repos/5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e',
      },
    ]);
  });

  it('says once that a single repository works again, and after how long', () => {
    const until = '2026-01-02T05:09:06.000Z';
    const notification = notificationOf([
      event('rivers', { kind: 'recovered', error_kind: null, message: null, until }),
    ]);
    const lines = linesOf(notification, env);
    const text = compose(notification, lines, { length: 1900, most: 20, write: ({ text, url }) => `${text} ${url}` });
    expect(text).toBe(
      'acme/rivers works again after 2 hours and 5 minutes. https://search.example.com/repos/5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e',
    );
    expect(emailHtml(notification, lines, 0).match(/works again/g)).toHaveLength(1);
    const both = notificationOf([...notification.events, ...notification.events]);
    expect(compose(both, linesOf(both, env), { length: 1900, most: 20, write })).toMatch(
      /^2 repositories work again: acme\/rivers, acme\/rivers\n\nacme\/rivers works again after 2 hours and 5 minutes\./,
    );
  });

  it('is cut between repositories and counts the rest', () => {
    const notification = many(200);
    const text = compose(notification, linesOf(notification, env), { length: 1900, most: 20, write });
    expect(text.length).toBeLessThanOrEqual(1900);
    const shown = text.match(/^acme\/repo-\d+ fails/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(3);
    expect(text).toMatch(new RegExp(`\n\nand ${200 - shown} more$`));
  });

  it('is a test where a person asks for one', () => {
    const options = { length: 1900, most: 20, write };
    expect(compose(TEST_NOTIFICATION, [], options)).toBe('A test from Freshet: messages arrive here.');
  });
});

describe("a webhook's body", () => {
  it('has what Slack, Discord and programs read', () => {
    const body = JSON.parse(webhookBody(env, 'id-1', notificationOf([event('rivers')])));
    expect(body).toMatchObject({ delivery_id: 'id-1', counts: { error: 1, stale: 0, recovered: 0 } });
    expect(body.sent_at).toMatch(/Z$/);
    expect(body.text).toBe(body.content);
    expect(body.events).toEqual([
      {
        kind: 'error',
        repo: {
          id: '5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e',
          org: 'acme',
          name: 'rivers',
          kind: 'mirror',
          url: 'https://search.example.com/repos/5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e',
        },
        error_kind: 'auth',
        message: 'The host refuses the token.',
        since: '2026-01-02T03:04:05.678Z',
        until: null,
        failure_count: 2,
        advice: 'Give a token that may read this repository: on its page, under Settings. Then sync it.',
      },
    ]);
  });

  it('says of a folder what helps with a folder', () => {
    const local = { ...event('rivers'), repo: { ...event('rivers').repo, kind: 'local' as const } };
    const body = JSON.parse(webhookBody(env, 'id-1', notificationOf([local])));
    expect(body.events[0].advice).toBe('Let the account that runs Freshet read the folder, then sync it.');
  });

  it('says of a token that is refused another thing than of one that is missing', () => {
    const refused = { ...event('rivers'), repo: { ...event('rivers').repo, access: 'token' as const } };
    expect(JSON.parse(webhookBody(env, 'id-1', notificationOf([refused]))).events[0].advice).toContain('another token');
  });

  it('calls nobody and links nowhere by what a message happens to hold', () => {
    const message = '<!channel> <https://evil.example|click> @everyone & @here';
    const body = JSON.parse(webhookBody(env, 'id-1', notificationOf([event('rivers', { message })])));
    expect(body.text).not.toMatch(/<|@everyone|@here/);
    expect(body.content).not.toMatch(/@everyone|@here/);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.events[0].message).toBe(message);
  });

  it('stays below what Discord takes', () => {
    for (const message of ['@a'.repeat(5000), '\u{1f30a}'.repeat(5000)]) {
      const { content } = JSON.parse(webhookBody(env, 'id-1', many(300, { message })));
      expect(content.length).toBeLessThanOrEqual(2000);
    }
  });
});

it('is written as HTML without letting a message be HTML', () => {
  const notification = notificationOf([event('rivers', { message: '<img src=x onerror="alert(1)">' })]);
  const html = emailHtml(notification, linesOf(notification, env), 3);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  expect(html).toContain('<p>and 3 more</p>');
});

it('links to pages where it is known under which address people find them', () => {
  expect(pageUrl(parseEnv({ PORT: '3000' }), 'x')).toBe('http://127.0.0.1:3000/repos/x');
  expect(pageUrl(parseEnv({ HOST: '0.0.0.0' }), 'x')).toBeNull();
  expect(pageUrl(parseEnv({ HOST: '0.0.0.0', FRESHET_PUBLIC_URL: 'https://a.example' }), 'x')).toBe(
    'https://a.example/repos/x',
  );
});
