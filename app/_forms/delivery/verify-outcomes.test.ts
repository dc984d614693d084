import { expect, it } from 'vitest';
import type { VerifiedHost } from '@/lib/deliveries/verify/verification';
import { verifiedText } from './verify-outcomes';

const host = (name: string, state: VerifiedHost['state'], text: string | null = null): VerifiedHost => ({
  target: { id: name, name, address: `web@${name}:22` },
  state,
  behind_by: state === 'behind' ? 2 : null,
  ahead_by: null,
  seen_commit: null,
  commit: null,
  state_text: text,
  changed_files: null,
  changed_count: null,
  verified_at: null,
});

it.each<[VerifiedHost[], number, string]>([
  [[], 0, 'There is no host to look at.'],
  [[], 3, 'The hosts of 3 deliveries are looked at next.'],
  [[host('a', 'in_sync')], 0, '1 host was looked at. It is in sync.'],
  [[host('a', 'in_sync'), host('b', 'in_sync')], 0, '2 hosts were looked at. All are in sync.'],
  [
    [host('a', 'in_sync'), host('b', 'behind'), host('c', 'unreachable', 'It does not answer.')],
    1,
    '3 hosts were looked at. 1 of them is in sync. b: behind by 2 commits. c: It does not answer. The hosts of 1 delivery are looked at next.',
  ],
  [
    ['a', 'b', 'c', 'd', 'e'].map((name) => host(name, 'never')),
    0,
    '5 hosts were looked at. None of them is in sync. a: never delivered. b: never delivered. c: never delivered. 2 more hosts are not.',
  ],
])('says how hosts stand', (hosts, pending, text) => {
  expect(verifiedText(hosts.length === 0 ? [] : [{ hosts }], pending)).toBe(text);
});
