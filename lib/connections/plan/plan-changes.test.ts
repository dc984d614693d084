import { describe, expect, it } from 'vitest';
import type { HostRepo } from '@/lib/connections/hosts/host-repo';
import { type Link, planChanges, type Rules } from './plan-changes';

const NOW = new Date('2026-01-02T12:00:00Z');
const HOURS = (count: number) => new Date(NOW.getTime() - count * 3_600_000);
const RULES = { include: [], exclude: [], forks: false, archived: false, graceHours: 24 };

const there = (hostId: string, more: Partial<HostRepo> = {}): HostRepo => ({
  hostId,
  path: `repo-${hostId}`,
  cloneUrl: `https://git.example/acme/repo-${hostId}.git`,
  isPublic: true,
  isFork: false,
  isArchived: false,
  description: '',
  ...more,
});
const link = (hostId: string, more: Partial<Link> = {}): Link => ({
  hostId,
  path: `repo-${hostId}`,
  isPublic: true,
  missingSince: null,
  archivedAt: null,
  repo: { id: hostId, name: `repo-${hostId}`, isPublic: true },
  ...more,
});
function plan(repos: HostRepo[], links: Link[], more: Partial<Rules> & { incomplete?: string } = {}) {
  const { incomplete = null, ...rules } = more;
  const { changes, leftOut, note } = planChanges({ repos, incomplete }, links, { ...RULES, ...rules }, NOW);
  return { told: changes.map(({ kind, path }) => `${kind} ${path}`), leftOut, note };
}

it('what is the same needs no change', () => {
  expect(plan([there('1')], [link('1')])).toEqual({ told: [], leftOut: 0, note: null });
  expect(plan([], [])).toEqual({ told: [], leftOut: 0, note: null });
});

it('what turns private comes before everything else, also if the list is not whole', () => {
  const repos = [there('1'), there('2', { isPublic: false, path: 'other' })];
  expect(plan(repos, [link('2')], { incomplete: 'cut' }).told).toEqual([
    'hidden other',
    'added repo-1',
    'renamed other',
  ]);
});

describe('the grace time', () => {
  const others = ['1', '2', '3'];
  const repos = others.map((id) => there(id));
  const links = others.map((id) => link(id));

  it.each([
    [null, 24, ['missing repo-9']],
    [HOURS(23), 24, []],
    [HOURS(24), 24, ['archived repo-9']],
    [null, 0, ['archived repo-9']],
  ])('missing since %s, of %s hours', (missingSince, graceHours, told) => {
    expect(plan(repos, [...links, link('9', { missingSince })], { graceHours }).told).toEqual(told);
  });

  it('is over for what was archived, and for what was deleted here', () => {
    const gone = [link('8', { archivedAt: HOURS(5), missingSince: HOURS(50) }), link('9', { repo: null })];
    expect(plan(repos, [...links, ...gone])).toEqual({ told: [], leftOut: 0, note: null });
  });

  it('is for what the patterns leave out by now as well, which says nothing about the list', () => {
    expect(plan(repos, links, { exclude: ['*'] })).toEqual({
      told: ['missing repo-1', 'missing repo-2', 'missing repo-3'],
      leftOut: 3,
      note: null,
    });
  });

  it('ends when it is back', () => {
    expect(plan([there('1')], [link('1', { missingSince: HOURS(50), archivedAt: HOURS(9) })]).told).toEqual([
      'returned repo-1',
    ]);
  });
});

describe('a list that looks cut', () => {
  const links = Array.from({ length: 10 }, (_, i) => link(`${i}`));
  const repos = (count: number) => Array.from({ length: count }, (_, i) => there(`${i}`));

  it.each([
    [0, /listed none/],
    [4, /6 of 10/],
  ])('with %i of 10 takes nothing for vanished', (count, note) => {
    expect(plan(repos(count), links)).toMatchObject({ told: [], note: expect.stringMatching(note) });
  });

  it('with five of ten may be whole', () => {
    expect(plan(repos(5), links)).toMatchObject({ note: null });
  });

  it('says so itself', () => {
    expect(plan(repos(9), links, { incomplete: 'It was cut.' })).toEqual({ told: [], leftOut: 0, note: 'It was cut.' });
  });
});
