// Where the links and images of a repository's Markdown may lead: into the repository, or plainly out.
import { blobHref, isMarkdown, rawHref, treeHref } from '@/app/_links';

export interface MarkdownPlace {
  repo: string;
  revision: string;
  /** The Markdown file itself: relative addresses start from its folder. */
  path: string;
}

/** Ids in rendered Markdown carry this, so that they never meet the page's own. */
export const ID_PREFIX = 'user-content-';

/** A link's address: an anchor, a page of ours, an outside address, or null for what is dropped. */
export function linkTarget(href: string | undefined, place: MarkdownPlace): string | null {
  if (!href) return null;
  if (href.startsWith('#')) return anchorOf(href);
  if (/^(https?:|mailto:)/i.test(href)) return href;
  const inside = resolvePath(href, place.path);
  if (inside === null) return null;
  const { path, anchor } = inside;
  if (path === '' || href.replace(/[?#].*$/, '').endsWith('/')) return treeHref(place.repo, place.revision, path);
  if (!isMarkdown(path) || anchor === '') return `${blobHref(place.repo, place.revision, path)}${anchor}`;
  const isLine = /^#L\d/.test(anchor);
  return `${blobHref(place.repo, place.revision, path, { isPlain: isLine })}${isLine ? anchor : anchorOf(anchor)}`;
}

/** Where a heading or a mark is to be found in what is typeset here. */
function anchorOf(anchor: string): string {
  return `#${ID_PREFIX}${anchor.slice(1).replace(/^user-content-/, '')}`;
}

/** An image's address: always one of ours, never another host's. Null if it is none of the repository's files. */
export function imageTarget(src: string | undefined, place: MarkdownPlace): string | null {
  if (!src) return null;
  const inside = resolvePath(src, place.path);
  return inside && inside.path !== '' ? rawHref(place.repo, place.revision, inside.path) : null;
}

/** Resolves a relative address against the Markdown file; null for absolute ones and those that leave the tree. */
function resolvePath(address: string, base: string): { path: string; anchor: string } | null {
  if (/^[a-z][a-z0-9+.-]*:|^\/\/|\\/i.test(address)) return null;
  const [beforeAnchor = '', anchor] = address.split('#', 2);
  const encoded = beforeAnchor.split('?', 1)[0] ?? '';
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    path = encoded;
  }
  const parts = path.startsWith('/') ? [] : base.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return { path: parts.join('/'), anchor: anchor ? `#${anchor}` : '' };
}

/** A heading's id as code hosts make it: "Getting started!" → "getting-started". */
export function headingSlug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
