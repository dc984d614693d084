import { describe, expect, it } from 'vitest';
import { decodeParams, type Escaped, partsOf } from './_http/address';
import { blobHref, rawHref, searchOfLine, treeHref } from './_links';

const at = (path: string, view = {}) =>
  blobHref('acme/rivers', 'main', path, view).replace('/r/acme/rivers/blob/main/', '');

describe('blobHref', () => {
  it.each([
    ['a.ts', {}, 'a.ts'],
    ['a.ts', { line: 3 }, 'a.ts#L3'],
    ['a.ts', { line: 3, endLine: 5 }, 'a.ts#L3-L5'],
    ['a.ts', { line: 12_345 }, 'a.ts?from=12000#L12345'],
    ['a.ts', { line: 12_345, q: 'x+y "z"' }, 'a.ts?q=x%2By+%22z%22&from=12000#L12345'],
    ['a.md', { line: 3 }, 'a.md?plain=1#L3'],
    ['a.md', { isPlain: true }, 'a.md?plain=1'],
    ['a.md', { line: 3, q: 'x' }, 'a.md?q=x#L3'],
    ['a.ts', { isPlain: true }, 'a.ts'],
  ])('%s %j', (path, view, href) => expect(at(path, view)).toBe(href));

  it('keeps the rest of an address when the page changes', () => {
    expect(searchOfLine('?q=a+b&from=7000', 3)).toBe('?q=a+b');
    expect(searchOfLine('?q=a+b', 7777)).toBe('?q=a+b&from=7000');
    expect(searchOfLine('', 1)).toBe('');
  });
});

it('what addresses are made of comes out of them again', () => {
  for (const ref of ['main', 'a%2Fb', 'feature/x', '100%25', 'é#?+&', '\\xff']) {
    for (const path of ['a b#c?d%.txt', 'eth%253A1/\\x41', 'é/e\u0301', '\'"\n\t+', '...', 'a%/%2e%2e']) {
      for (const href of [
        treeHref('acme/rivers', ref, path),
        rawHref('acme/rivers', ref, path),
        at(path) && blobHref('acme/rivers', ref, path),
      ]) {
        const { pathname } = new URL(href, 'http://127.0.0.1');
        const [, , , , , escapedRef, ...escapedPath] = pathname.split('/') as unknown as Escaped[];
        const params = decodeParams({ ref: escapedRef as Escaped, path: escapedPath });
        expect([params.ref, params.path.join('/')], href).toEqual([ref, path]);
        expect(partsOf(pathname)[5]).toBe(ref);
      }
    }
  }
});
