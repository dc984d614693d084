// How a host stands, from what was seen on it and what it should have: pure, so that every case is a row of a table.
import type { HostState } from '@/db/schema';
import { commitsWord, commitWord, filesWord } from './state-words';

/** How the commit on the host relates to the one that it should have; null: this server does not have it. */
export type Distance = { behind: number; ahead: number } | null;

/** What a look at a host brought. */
export type Seen =
  /** It could not be looked at. */
  | { kind: 'away'; text: string }
  /** There is nothing that says what it has. */
  | { kind: 'missing' }
  /** Something that no delivery wrote stands in its place. */
  | { kind: 'foreign'; text: string }
  /** A delivery in place has not come to its end. */
  | { kind: 'interrupted' }
  | { kind: 'read'; repo: string; ref: string; commit: string; digest: string };

export interface HostFacts {
  seen: Seen;
  /** The commit that its branch or tag has now, and what that is called; null: it has none. */
  wanted: { commit: string; ref: string } | null;
  /** Why there is none, in a sentence. */
  wantedProblem?: string | undefined;
  /** Names that the repository has and had, in small letters. */
  names: readonly string[];
  /** What was last made live there by us; null: nothing. */
  delivered: { commit: string; digest: string | null } | null;
  /** Set if a commit was read that is not the wanted one. */
  distance?: Distance;
  /** What the deep check found; undefined: it did not look. */
  changes?: { count: number } | undefined;
}

export interface Stand {
  state: HostState;
  behindBy: number | null;
  aheadBy: number | null;
  seenCommit: string | null;
  /** In a sentence; null where the state says it all. */
  text: string | null;
}

/** The one place that decides. */
export function standOf(facts: HostFacts): Stand {
  const { seen, delivered } = facts;
  switch (seen.kind) {
    case 'away':
      return stand('unreachable', seen.text);
    case 'interrupted':
      return stand(
        'interrupted',
        'A delivery in place stopped in the middle: what is there is partly old, partly new.',
      );
    case 'foreign':
      return stand('foreign', seen.text);
    case 'missing':
      return delivered === null
        ? stand('never', null)
        : stand('changed', `${commitWord(delivered.commit)} was delivered there, and its .sync_rev is gone.`);
    case 'read':
      return standOfRead(facts, seen);
  }
}

function standOfRead(facts: HostFacts, seen: Extract<Seen, { kind: 'read' }>): Stand {
  const { wanted, delivered, names } = facts;
  const at = { seenCommit: seen.commit };
  const isOurs = names.includes(seen.repo.toLowerCase()) || isWhatWeMade(seen, delivered);
  if (!isOurs) return stand('foreign', `It has ${seen.repo}, which this delivery did not bring.`, at);
  if (wanted === null) {
    return stand('unknown', facts.wantedProblem ?? 'What it should have cannot be told at the moment.', at);
  }
  const place = seen.commit === wanted.commit ? null : placeOf(facts, seen.commit, wanted);
  const counts = { ...at, behindBy: place?.behindBy ?? null, aheadBy: place?.aheadBy ?? null };
  if (facts.changes && facts.changes.count > 0) {
    const also = place === null ? '' : ` ${place.text}`;
    const verb = facts.changes.count === 1 ? 'differs' : 'differ';
    return stand('changed', `${filesWord(facts.changes.count)} ${verb} from what was delivered.${also}`, counts);
  }
  if (delivered?.commit === seen.commit && delivered.digest !== null && delivered.digest !== seen.digest) {
    return stand('changed', 'Its .sync_rev is not the one that the last delivery wrote.', counts);
  }
  return place === null ? stand('in_sync', null, counts) : stand(place.state, place.text, counts);
}

/** Where the host's commit stands beside the wanted one, which is another. */
function placeOf({ distance }: HostFacts, commit: string, { ref }: { ref: string }) {
  if (!distance) {
    const text = `It has ${commitWord(commit)}, which this server does not have.`;
    return { state: 'diverged' as const, behindBy: null, aheadBy: null, text };
  }
  const { behind, ahead } = distance;
  const counts = { behindBy: behind, aheadBy: ahead };
  const [ours, theirs] = [commitsWord(behind), commitsWord(ahead)];
  if (ahead === 0) return { state: 'behind' as const, ...counts, text: `It is ${ours} behind ${ref}.` };
  if (behind === 0) return { state: 'ahead' as const, ...counts, text: `It is ${theirs} ahead of ${ref}.` };
  return {
    state: 'diverged' as const,
    ...counts,
    text: `It has ${theirs} that ${ref} does not have, and lacks ${ours}.`,
  };
}

/** A repository that was renamed elsewhere, or restored from a backup, is known by what was written. */
function isWhatWeMade(seen: { commit: string; digest: string }, delivered: HostFacts['delivered']): boolean {
  return delivered !== null && delivered.commit === seen.commit && delivered.digest === seen.digest;
}

function stand(state: HostState, text: string | null, also: Partial<Omit<Stand, 'state' | 'text'>> = {}): Stand {
  return { state, behindBy: null, aheadBy: null, seenCommit: null, ...also, text };
}
