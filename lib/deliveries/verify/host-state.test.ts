import { describe, expect, it } from 'vitest';
import { type HostFacts, type Seen, standOf } from './host-state';

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];
const read = (over: Partial<Extract<Seen, { kind: 'read' }>> = {}): Seen => ({
  kind: 'read',
  repo: 'acme/rivers',
  ref: 'main',
  commit: A,
  digest: 'd1',
  ...over,
});
const facts = (over: Partial<HostFacts> = {}): HostFacts => ({
  seen: read(),
  wanted: { commit: A, ref: 'main' },
  names: ['acme/rivers', 'acme/streams'],
  delivered: { commit: A, digest: 'd1' },
  ...over,
});
const away: Seen = { kind: 'away', text: 'It does not answer.' };

describe('how a host stands', () => {
  it.each<[string, Partial<HostFacts>, ReturnType<typeof standOf>['state'], number | null, RegExp | null]>([
    ['what it should have', {}, 'in_sync', null, null],
    ['nothing yet', { seen: { kind: 'missing' }, delivered: null }, 'never', null, null],
    ['what was there is gone', { seen: { kind: 'missing' } }, 'changed', null, /aaaaaaaaaa was delivered there/],
    ['no answer', { seen: away }, 'unreachable', null, /does not answer/],
    ['no answer, never delivered', { seen: away, delivered: null }, 'unreachable', null, /does not answer/],
    ['a delivery that was cut', { seen: { kind: 'interrupted' } }, 'interrupted', null, /partly old/],
    ['a plain folder', { seen: { kind: 'foreign', text: 'It is no link.' } }, 'foreign', null, /no link/],
    ['another repository', { seen: read({ repo: 'acme/lakes', commit: B }) }, 'foreign', null, /acme\/lakes/],
    ['its name in other letters', { seen: read({ repo: 'Acme/Rivers' }) }, 'in_sync', null, null],
    ['a name that it had', { seen: read({ repo: 'acme/streams' }) }, 'in_sync', null, null],
    ['what we wrote, by an unknown name', { seen: read({ repo: 'old/rivers' }) }, 'in_sync', null, null],
    [
      '2 commits less',
      { seen: read({ commit: B }), distance: { behind: 2, ahead: 0 } },
      'behind',
      2,
      /2 commits behind/,
    ],
    ['1 commit less', { seen: read({ commit: B }), distance: { behind: 1, ahead: 0 } }, 'behind', 1, /1 commit behind/],
    ['3 more', { seen: read({ commit: B }), distance: { behind: 0, ahead: 3 } }, 'ahead', 0, /3 commits ahead/],
    ['both', { seen: read({ commit: B }), distance: { behind: 4, ahead: 1 } }, 'diverged', 4, /lacks 4 commits/],
    ['a commit nobody knows', { seen: read({ commit: B }), distance: null }, 'diverged', null, /does not have/],
    ['the branch is gone', { wanted: null, wantedProblem: 'There is no main.' }, 'unknown', null, /no main/],
    ['files as delivered', { changes: { count: 0 } }, 'in_sync', null, null],
    ['a file changed', { changes: { count: 1 } }, 'changed', null, /^1 file differs/],
    [
      'files changed, and behind',
      { seen: read({ commit: B }), distance: { behind: 2, ahead: 0 }, changes: { count: 1234 } },
      'changed',
      2,
      /^1,234 files differ .* 2 commits behind main/,
    ],
    ['a .sync_rev written by somebody else', { seen: read({ digest: 'd2' }) }, 'changed', null, /not the one/],
    ['its digest was never written down', { delivered: { commit: A, digest: null } }, 'in_sync', null, null],
    [
      'rolled back to an older commit',
      {
        seen: read({ commit: B, digest: 'd0' }),
        delivered: { commit: B, digest: 'd0' },
        distance: { behind: 1, ahead: 0 },
      },
      'behind',
      1,
      /1 commit behind/,
    ],
  ])('%s', (_, over, state, behindBy, text) => {
    const found = standOf(facts(over));
    expect(found).toMatchObject({ state, behindBy });
    if (text === null) expect(found.text).toBeNull();
    else expect(found.text).toMatch(text);
  });

  it('tells the commit that the host says it has, where it says one', () => {
    expect(standOf(facts()).seenCommit).toBe(A);
    expect(standOf(facts({ seen: away })).seenCommit).toBeNull();
  });
});
