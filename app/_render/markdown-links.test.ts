import { describe, expect, it } from 'vitest';
import { headingSlug, imageTarget, linkTarget } from './markdown-links';

const place = { repo: 'acme/rivers', revision: 'main', path: 'docs/guide/README.md' };

describe('linkTarget', () => {
  it.each([
    ['setup.md', '/r/acme/rivers/blob/main/docs/guide/setup.md'],
    ['./setup.md#first', '/r/acme/rivers/blob/main/docs/guide/setup.md#user-content-first'],
    ['./setup.md#L3-L5', '/r/acme/rivers/blob/main/docs/guide/setup.md?plain=1#L3-L5'],
    ['../main.ts#L3', '/r/acme/rivers/blob/main/docs/main.ts#L3'],
    ['../img/a b.md', '/r/acme/rivers/blob/main/docs/img/a%20b.md'],
    ['../img/a%20b.md', '/r/acme/rivers/blob/main/docs/img/a%20b.md'],
    ['/LICENSE', '/r/acme/rivers/blob/main/LICENSE'],
    ['../', '/r/acme/rivers/tree/main/docs'],
    ['#usage', '#user-content-usage'],
    ['https://example.org/x', 'https://example.org/x'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
  ])('%s → %s', (href, target) => expect(linkTarget(href, place)).toBe(target));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example/x',
    '\\\\evil.example\\x',
    '../../../etc/passwd',
    '..%2f..%2f..%2fetc/passwd',
    '',
  ])('drops %s', (href) => expect(linkTarget(href, place)).toBeNull());
});

describe('imageTarget', () => {
  it('leads to our own raw route only', () => {
    expect(imageTarget('logo.png', place)).toBe('/r/acme/rivers/raw/main/docs/guide/logo.png');
    expect(imageTarget('/assets/logo.svg?raw=true', place)).toBe('/r/acme/rivers/raw/main/assets/logo.svg');
    expect(imageTarget('https://badges.example/x.svg', place)).toBeNull();
    expect(imageTarget('data:image/svg+xml,<svg/>', place)).toBeNull();
    expect(imageTarget('//badges.example/x.svg', place)).toBeNull();
  });
});

it('makes heading ids as code hosts do', () => {
  expect(headingSlug('Getting started: a `quick` tour!')).toBe('getting-started-a-quick-tour');
  expect(headingSlug('Über uns')).toBe('über-uns');
});
