// A README as HTML, typeset once per content and place.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { MarkdownPlace } from './markdown-links';
import { renderMarkdown } from './threads';

/** UTF-16 units of HTML that are kept in memory. */
const MAX_CACHED_LENGTH = 4 * 1024 * 1024;

/** What could not be rendered is remembered for a while as well: not every reader waits for it anew. */
const FAILURE_MS = 10 * 60_000;

const cache = new LRUCache<string, { html: string | null }>({
  maxSize: MAX_CACHED_LENGTH,
  sizeCalculation: ({ html }) => 1 + (html?.length ?? 0),
});

/** Null where the Markdown cannot be rendered in reasonable time: show it plain. */
export async function readmeHtml(content: string, place: MarkdownPlace): Promise<string | null> {
  const hash = createHash('sha256').update(content).digest('base64');
  const key = JSON.stringify([hash, place.repo, place.revision, place.path]);
  const known = cache.get(key);
  if (known) return known.html;
  const html = await renderMarkdown({ content, place });
  cache.set(key, { html }, html === null ? { ttl: FAILURE_MS } : {});
  return html;
}
