import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Repo } from '@/lib/repos/repo';
import type { Standing } from '@/lib/repos/standing';
import { FreshnessSentence, NextCheck, nothingYetOf, RepoFreshness } from './freshness';

const HEAD = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const READY = {
  org: 'acme',
  name: 'rivers',
  status: 'ready',
  standing: 'fresh',
  head_commit: HEAD,
  indexed_at: '2026-05-01T10:00:00.000Z',
  checked_at: '2026-05-01T11:00:00.000Z',
  next_check_at: '2026-05-01T12:00:00.000Z',
  active_run_id: null,
} as unknown as Repo;

const wordsOf = (html: string) => html.replace(/<[^>]*>/g, '');
const repo = (options: Partial<Repo>): Repo => ({ ...READY, ...options });

it.each<[standing: Standing, words: string | null]>([
  ['fresh', null],
  ['stale', 'stale'],
  ['failing', 'last sync failed'],
  ['held_back', 'held back'],
  ['preparing', 'being prepared'],
  ['unfollowed', null],
])('a repository that is %s says so in one way: on its page, in lists, and among results', (standing, words) => {
  const line = wordsOf(renderToStaticMarkup(createElement(RepoFreshness, { repo: repo({ standing }) })));
  const sentence = wordsOf(renderToStaticMarkup(createElement(FreshnessSentence, { repo: repo({ standing }) })));
  const said = ['stale', 'last sync failed', 'held back', 'being prepared'];
  expect(said.filter((text) => line.includes(text))).toEqual(words === null ? [] : [words]);
  // While it is being prepared the sentence has no more to say than that nothing is indexed.
  const isTold = words !== null && standing !== 'preparing';
  expect(said.filter((text) => sentence.toLowerCase().includes(text))).toEqual(isTold ? [words] : []);
});

it('shows the commit that is shown, and not another branch’s', () => {
  const html = (shown?: string) =>
    renderToStaticMarkup(createElement(RepoFreshness, { repo: READY, shown: shown ?? null }));
  expect(html()).toContain(`/commit/${HEAD}`);
  expect(html(OTHER)).toContain(`/commit/${OTHER}`);
  expect(html(OTHER)).not.toContain(HEAD.slice(0, 7));
});

describe('the next check', () => {
  const next = (options: Partial<Repo>) =>
    wordsOf(renderToStaticMarkup(createElement(NextCheck, { repo: repo(options) })));

  it.each<[what: string, o: Partial<Repo>, words: string]>([
    ['during the first sync', { active_run_id: 'r', next_check_at: null, standing: 'preparing' }, 'after this sync'],
    ['during a later one', { active_run_id: 'r' }, 'after this sync'],
    ['where nothing is scheduled', { next_check_at: null }, 'when asked'],
    ['once it is archived', { standing: 'unfollowed', next_check_at: null }, 'never'],
  ])('%s', (_what, o, words) => {
    expect(next(o)).toBe(words);
  });

  it('is a time else', () => {
    expect(next({})).not.toBe('when asked');
  });
});

it.each<[o: Partial<Repo>, what: ReturnType<typeof nothingYetOf>]>([
  [{ indexed_at: null, status: 'ready' }, 'empty'],
  [{ indexed_at: null, status: 'ready', standing: 'stale' }, 'empty'],
  [{ indexed_at: null, status: 'pending', standing: 'preparing' }, 'preparing'],
  [{ indexed_at: null, status: 'error', standing: 'failing' }, 'failing'],
  [{ indexed_at: null, status: 'cloning', standing: 'failing' }, 'failing'],
])('of %j there is nothing yet because it is %s', (o, what) => {
  expect(nothingYetOf(repo(o))).toBe(what);
});
