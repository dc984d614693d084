import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './render-markdown';

const place = { repo: 'acme/rivers', revision: 'main', path: 'docs/README.md' };
const render = (content: string) => renderMarkdown({ content, place });

describe('renderMarkdown', () => {
  it('skips no level of heading, whatever the file does', async () => {
    const html = await render('### a\n\n# b\n\n#### c\n\n###### d\n\n<h2>e</h2>\n\n###### f\n\n# g');
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels).toEqual([3, 3, 4, 5, 4, 5, 3]);
  });

  it('typesets GFM below the headings of the page', async () => {
    expect(await render('# Getting started\n\n## Usage')).toBe(
      '<h3 id="user-content-getting-started" class="scroll-mt-20 md-1">Getting started</h3>\n' +
        '<h4 id="user-content-usage" class="scroll-mt-20 md-2">Usage</h4>',
    );
    expect(await render('| a |\n| - |\n| [b](c.md) |')).toMatch(
      /^<section aria-label="Table" tabindex="0" class="overflow-x-auto"><table>[\s\S]*href="\/r\/acme\/rivers\/blob\/main\/docs\/c.md"[\s\S]*<\/table><\/section>$/,
    );
    expect(await render('- [x] done\n- [ ] open')).toContain(
      '<input type="checkbox" checked disabled aria-label="Task"> done',
    );
  });

  it('colours code, and keeps plain what has no grammar', async () => {
    expect(await render('```ts\nconst a = "<b>";\n```')).toBe(
      '<pre class="code" tabindex="0"><code><span class="c-keyword">const</span> a = <span class="c-string">&quot;&lt;b&gt;&quot;</span>;</code></pre>',
    );
    expect(await render('    <b>&\n')).toBe('<pre class="code" tabindex="0"><code>&#x3C;b>&#x26;</code></pre>');
  });

  it('takes links into the repository and images from it alone', async () => {
    expect(await render('[out](https://example.org/x)')).toContain('rel="noreferrer nofollow ugc"');
    expect(await render('[bad *link*](javascript:alert(1))')).toBe('<p><span>bad <em>link</em></span></p>');
    expect(await render('![logo](logo.png "Our logo")')).toBe(
      '<p><img src="/r/acme/rivers/raw/main/docs/logo.png" alt="logo" title="Our logo" loading="lazy"></p>',
    );
    expect(await render('![badge](https://badges.example/x.svg)![](https://pixel.example/x)')).toBe(
      '<p><span class="md-image">badge</span></p>',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg><script>alert(1)</script></svg>',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><button>go</button></form>',
    '<style>*{display:none}</style>',
    '<pre><code><script>alert(1)</script></code></pre>',
    '```html\n</code><script>alert(1)</script>\n```',
    '<div style="position:fixed">x</div>',
    '<math><mtext></p><style><img src=x onerror=alert(1)>',
    '[x](<data:text/html,<script>alert(1)</script>>)',
  ])('lets nothing act: %s', async (content) => {
    expect(await render(content)).not.toMatch(
      /<(script|iframe|form|style|svg|math|button)|<[^>]*\s(on\w+|style|(src|href)="(javascript|data):)/i,
    );
  });

  it('leads footnotes to where they are and back', async () => {
    const html = await render('Text[^1].\n\n[^1]: Note.');
    const href = /href="#([^"]*fn-1)"/.exec(html)?.[1] ?? 'none';
    const back = /href="#([^"]*fnref-1)"/.exec(html)?.[1] ?? 'none';
    expect(html).toContain(`id="${href}"`);
    expect(html).toContain(`id="${back}"`);
  });

  it('leaves the keyboard to the page', async () => {
    expect(await render('<div accesskey="s" tabindex="99">x</div>')).toBe('<div>x</div>');
  });

  it('prefixes ids and names, so that they never meet those of the page', async () => {
    expect(await render('<a name="main"></a><div id="content">x</div>')).toMatch(
      /<span id="user-content-main"><\/span>[\s\S]*id="user-content-content"/,
    );
  });

  it.each(['<div>', '>', '* ', ' > ', '1. - '])('gives up on what is nested without end: %j', async (one) => {
    await expect(render(`Before.\n\n${one.repeat(20_000)}x`)).rejects.toThrow(RangeError);
  });

  it.each(['>', '* '])('keeps what is nested as people do: %j', async (one) => {
    expect(await render(`${one.repeat(30)}deep`)).toContain('deep');
  });
});
