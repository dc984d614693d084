// A message as simple HTML, for mail.
import { heading, type Line } from './compose';
import type { Notification } from './notification';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** `more` is how many repositories stand in no line. */
export function emailHtml(notification: Notification, lines: Line[], more: number): string {
  const items = lines.map(({ text, more: why, url }) => {
    const link = url ? ` <a href="${escaped(url)}">Its page</a>` : '';
    return `<li style="margin:0 0 12px"><strong>${escaped(text)}</strong>${why && `<br>${escaped(why)}`}${link}</li>`;
  });
  const head = heading(notification, lines);
  return [
    '<!doctype html><html lang="en"><body style="font:15px/1.5 system-ui,sans-serif">',
    head && `<p>${escaped(head)}</p>`,
    items.length > 0 ? `<ul style="padding-left:20px">${items.join('')}</ul>` : '',
    more > 0 ? `<p>and ${more} more</p>` : '',
    '</body></html>',
  ].join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
