// Markdown from a repository as HTML: sanitised, links kept inside, nothing loaded from elsewhere.
import type { Element, ElementContent, Nodes, Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema, type Options as Schema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { shownLines } from '../../lib/text/lines';
import { lineHtml } from './line-html';
import { headingSlug, ID_PREFIX, imageTarget, linkTarget, type MarkdownPlace } from './markdown-links';
import { tokenise } from './tokenise';

export interface MarkdownTask {
  content: string;
  place: MarkdownPlace;
}

/** UTF-16 units: code beyond the first stays plain, a page beyond the second is not worth waiting for. */
const MAX_COLOURED_LENGTH = 20_000;
const MAX_HTML_LENGTH = 4 * 1024 * 1024;
/** The page's own headings are of levels 1 and 2: these come below. */
const FIRST_LEVEL = 3;
const HEADING = /^h([1-6])$/;

/** Quotes and lists in each other: the parser takes a second and more for thousands of them, and then its stack is full. */
const TOO_DEEP = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){200}/m;

const schema: Schema = {
  ...defaultSchema,
  // A picture's sources would be other hosts' or unresolved; the image within it remains.
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== 'source' && tag !== 'picture'),
  attributes: {
    ...defaultSchema.attributes,
    // The keyboard is the page's.
    '*': (defaultSchema.attributes?.['*'] ?? []).filter((name) => name !== 'accessKey' && name !== 'tabIndex'),
  },
};

/** HTML that can be put into a page as it is. Throws RangeError for what is nested or grows beyond all measure. */
export async function renderMarkdown({ content, place }: MarkdownTask): Promise<string> {
  if (TOO_DEEP.test(content)) throw new RangeError('This Markdown is nested too deep.');
  const html = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' })
    .use(rehypeRaw)
    .use(rehypeSanitize, schema)
    .use(() => orderHeadings)
    .use(() => (tree: Root) => adapt(tree, place))
    // What is raw now is our own: the repository's was parsed and sanitised.
    .use(rehypeStringify, { allowDangerousHtml: true })
    .process(content);
  const text = String(html);
  if (text.length > MAX_HTML_LENGTH) throw new RangeError('This Markdown becomes too much HTML.');
  return text;
}

/** Brings headings below those of the page, in order: none is more than one level below the one before it. */
function orderHeadings(tree: Root): void {
  const open: number[] = [];
  const visit = (node: Nodes) => {
    if (node.type === 'element') {
      const level = Number(HEADING.exec(node.tagName)?.[1] ?? 0);
      if (level > 0) {
        while ((open.at(-1) ?? 0) >= level) open.pop();
        open.push(level);
        const id = node.properties.id || ID_PREFIX + headingSlug(textOf(node));
        const className = ['scroll-mt-20', `md-${Math.min(level, 4)}`];
        node.properties = { ...node.properties, ...(id === ID_PREFIX ? {} : { id }), className };
        node.tagName = `h${Math.min(FIRST_LEVEL - 1 + open.length, 6)}`;
      }
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
}

async function adapt(tree: Root, place: MarkdownPlace): Promise<void> {
  const parents: (Root | Element)[] = [tree];
  for (let parent = parents.pop(); parent; parent = parents.pop()) {
    const children: Root['children'] = [];
    for (const child of parent.children) {
      const adapted = child.type === 'element' ? await adaptElement(child, place) : child;
      if (!adapted) continue;
      children.push(adapted);
      // A table's wrapper is ours: what it holds is the table itself.
      const inner = child.type === 'element' && child.tagName === 'table' ? child : adapted;
      if (inner.type === 'element' && inner.tagName !== 'pre') parents.push(inner);
    }
    parent.children = children as ElementContent[];
  }
}

/** The element that takes this one's place; null if none does. */
async function adaptElement(element: Element, place: MarkdownPlace): Promise<Element | null> {
  const { properties } = element;
  if (element.tagName === 'a') {
    const target = linkTarget(stringOf(properties.href), place);
    if (target === null) {
      // What only marks a place is still led to.
      const id = stringOf(properties.id) ?? stringOf(properties.name);
      return { ...element, tagName: 'span', properties: id ? { id } : {} };
    }
    properties.href = target;
    if (!/^[/#]/.test(target)) properties.rel = ['noreferrer', 'nofollow', 'ugc'];
  } else if (element.tagName === 'img') {
    return adaptImage(element, place);
  } else if (element.tagName === 'pre') {
    await colourCode(element);
  } else if (element.tagName === 'table') {
    const wrapper = { ariaLabel: 'Table', tabIndex: 0, className: ['overflow-x-auto'] };
    return { type: 'element', tagName: 'section', properties: wrapper, children: [element] };
  } else if (element.tagName === 'input') {
    element.properties = {
      type: 'checkbox',
      checked: properties.checked ?? false,
      disabled: true,
      ariaLabel: 'Task',
    };
  }
  return element;
}

function adaptImage({ properties }: Element, place: MarkdownPlace): Element | null {
  const src = imageTarget(stringOf(properties.src), place);
  const alt = stringOf(properties.alt) ?? '';
  if (src) {
    const { title, width, height } = properties;
    const kept = { src, alt, title, width, height, loading: 'lazy' };
    return { type: 'element', tagName: 'img', properties: kept, children: [] };
  }
  if (!alt) return null;
  const children: ElementContent[] = [{ type: 'text', value: alt }];
  return { type: 'element', tagName: 'span', properties: { className: ['md-image'] }, children };
}

async function colourCode(pre: Element): Promise<void> {
  const code = pre.children.find((child): child is Element => child.type === 'element' && child.tagName === 'code');
  const text = shownLines(textOf(pre)).join('\n');
  const classes = Array.isArray(code?.properties.className) ? code.properties.className : [];
  const language = classes.map(String).find((name) => name.startsWith('language-'));
  const tokens = text.length > MAX_COLOURED_LENGTH ? null : await tokenise(text, language?.slice(9) ?? null);
  const inner: ElementContent = tokens
    ? { type: 'raw', value: tokens.map((line) => lineHtml(line)).join('\n') }
    : { type: 'text', value: text };
  // What scrolls must be reachable with the keyboard.
  pre.properties = { className: ['code'], tabIndex: 0 };
  pre.children = [{ type: 'element', tagName: 'code', properties: {}, children: [inner] }];
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}
