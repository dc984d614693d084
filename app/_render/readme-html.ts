// A README as HTML, typeset once per content and path, whatever the revision.
import { createHash } from 'node:crypto';
import type { MarkdownPlace } from './markdown-links';
import { Memory } from './memory';
import { renderMarkdown } from './threads';

/** UTF-16 units of HTML that are kept in memory. */
const MAX_LENGTH = 4 * 1024 * 1024;
/** Stands for the revision in what is kept: the same README is read at many. */
const REVISION = 'freshet-revision-7c41d9';

const memory = new Memory<{ html: string }>(MAX_LENGTH, ({ html }) => html.length);

/** Null if the Markdown cannot be rendered in reasonable time: show it plain. */
export async function readmeHtml(content: string, place: MarkdownPlace): Promise<string | null> {
  const hash = createHash('sha256').update(content).digest('base64');
  const key = JSON.stringify([hash, place.repo, place.path]);
  const kept = await memory.get(key, () => renderMarkdown({ content, place: { ...place, revision: REVISION } }));
  return kept?.html.replaceAll(REVISION, encodeURIComponent(place.revision)) ?? null;
}
