// Markdown from a repository as HTML: sanitised, links kept inside, nothing loaded from elsewhere.
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema, type Options as Schema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { lineHtml } from '@/app/_highlight/line-html';
import { tokenise } from '@/app/_highlight/tokenise';
import { headingSlug, ID_PREFIX, imageTarget, linkTarget, type MarkdownPlace } from './markdown-links';
import { ScrollArea } from './scroll-area';

/** Code beyond this stays plain. */
const MAX_COLOURED_LENGTH = 20_000;

type Element = NonNullable<ExtraProps['node']>;

const schema: Schema = {
  ...defaultSchema,
  // A picture's sources would be other hosts' or unresolved; the image within it remains.
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== 'source' && tag !== 'picture'),
};

export function Markdown({ content, ...place }: MarkdownPlace & { content: string }) {
  return (
    <div className="markdown p-4 sm:p-8">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeRaw, [rehypeSanitize, schema]]}
        urlTransform={(url) => url}
        components={componentsFor(place)}
      >
        {content}
      </ReactMarkdown>
    </div>
  );
}

function componentsFor(place: MarkdownPlace): Components {
  return {
    // The page has its own h1 and h2: a README's headings come below them.
    h1: heading('h3', 'md-1'),
    h2: heading('h4', 'md-2'),
    h3: heading('h5', 'md-3'),
    h4: heading('h6', 'md-4'),
    h5: heading('h6', 'md-4'),
    h6: heading('h6', 'md-4'),
    a: ({ href, children }) => {
      const target = linkTarget(href, place);
      if (target === null) return <span>{children}</span>;
      return (
        <a href={target} rel={target.startsWith('/') || target.startsWith('#') ? undefined : 'noreferrer nofollow ugc'}>
          {children}
        </a>
      );
    },
    img: ({ src, alt, title, width, height }) => {
      const target = imageTarget(typeof src === 'string' ? src : undefined, place);
      if (!target) return alt ? <span className="md-image">{alt}</span> : null;
      // biome-ignore lint/performance/noImgElement: a repository's own image, served as it is.
      return <img src={target} alt={alt ?? ''} title={title} width={width} height={height} loading="lazy" />;
    },
    pre: async ({ node }) => <CodeBlock node={node} />,
    table: ({ children }) => (
      <ScrollArea label="Table">
        <table>{children}</table>
      </ScrollArea>
    ),
    input: ({ checked }) => <input type="checkbox" checked={checked ?? false} disabled aria-label="Task" />,
  };
}

function heading(Tag: 'h3' | 'h4' | 'h5' | 'h6', className: string) {
  return function Heading({ children, node, id }: { children?: ReactNode; node?: Element; id?: string }) {
    const slug = node ? headingSlug(textOf(node)) : '';
    return (
      <Tag id={id ?? (slug && ID_PREFIX + slug) ?? undefined} className={clsx('scroll-mt-20', className)}>
        {children}
      </Tag>
    );
  };
}

async function CodeBlock({ node }: { node: Element | undefined }) {
  const code = node?.children.find((child): child is Element => child.type === 'element' && child.tagName === 'code');
  const text = (node ? textOf(node) : '').replace(/\n$/, '');
  const classes = Array.isArray(code?.properties.className) ? code.properties.className : [];
  const language = classes.map(String).find((name) => name.startsWith('language-'));
  const tokens = text.length > MAX_COLOURED_LENGTH ? null : await tokenise(text, language?.slice(9) ?? null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <pre className="code" tabIndex={0}>
      {tokens ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: escaped where it is made.
        <code dangerouslySetInnerHTML={{ __html: tokens.map((line) => lineHtml(line)).join('\n') }} />
      ) : (
        <code>{text}</code>
      )}
    </pre>
  );
}

function textOf(node: Element | Element['children'][number]): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}
