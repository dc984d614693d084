// Finds and orders all results of a plan: words and literals, names of files, meaning; if there are none, near misses.

import type { Candidate } from '@/lib/search/retrieve/candidate';
import { type MeaningQuery, type QueryVector, retrieveByMeaning } from '@/lib/search/retrieve/meaning';
import { listFiles, retrieveByName } from '@/lib/search/retrieve/paths';
import { retrieveLoosely, retrieveText, type TextQuery } from '@/lib/search/retrieve/text';
import { asksForText } from '../query/plan/simplify';
import { trigramLetters } from '../retrieve/predicates/trigrams';
import type { Scope } from '../retrieve/scope/scope';
import { repoNames } from '../retrieve/scope/scoped-ref';
import { attempt, type SearchTransaction } from '../retrieve/snapshot/snapshot';
import { type Asked, askedOf } from './asked';
import { fuse, orderUnique } from './fuse';
import { type Ranked, toRanked } from './rank';
import { firstScore, scoreSimilarity } from './score';
import { lookAgain, type Texts } from './second-look';
import { wordRank } from './word-rank';

export interface FoundResults {
  ordered: Ranked[];
  /** True if there may be more. */
  isCapped: boolean;
  /** True if some files could not be looked at. */
  isPartial: boolean;
  /** True if that is for want of time. */
  isOutOfTime?: boolean;
  /** True if nothing matched and these only contain what was asked for. */
  isLoose: boolean;
  /** Texts of some that were read on the way. */
  texts?: Texts;
}

/** How long the search for near misses may take. */
const LOOSE_TIMEOUT_MS = 1000;

export interface FindQuery extends Omit<TextQuery, 'letters' | 'rank'> {
  /** Set if meaning counts. */
  vector: QueryVector | null;
  /** True if only how many there are, and of what kind, is asked. */
  isCounting?: boolean;
}

const NOTHING_NAMED = { candidates: [], isCapped: false };

/** Finds results in a scope that is not empty, best first, each file once. */
export async function findResults(tx: SearchTransaction, search: FindQuery): Promise<FoundResults> {
  const { plan, scope, vector } = search;
  const asked = askedOf(plan);
  const order = (candidates: Candidate[]) =>
    orderBy(tx, candidates, scope, (candidate) => firstScore(candidate, asked));
  const query = { ...search, letters: await trigramLetters(tx, plan), rank: wordRank(asked) };
  if (!asksForText(plan)) {
    const { candidates, ...found } = await listFiles(tx, query);
    return { ...found, ordered: await order(candidates), isLoose: false };
  }
  const near = vector ? await findByMeaning(tx, query, vector) : [];
  if (plan.mode === 'meaning' && vector?.isReal)
    return { ordered: near, isCapped: true, isPartial: false, isLoose: false };

  const { candidates, ...found } = await retrieveText(tx, query);
  // A query for meaning is not a name.
  const { candidates: named, isCapped: hasMoreNames } =
    plan.mode === 'meaning' && vector ? NOTHING_NAMED : await retrieveByName(tx, query);
  found.isCapped ||= hasMoreNames;
  if (candidates.length === 0 && near.length === 0 && !found.isPartial && !isNamesake(named, asked)) {
    const limitMs = Math.min(LOOSE_TIMEOUT_MS, query.budget.left());
    const loose = await attempt(tx, limitMs, (inner) => retrieveLoosely(inner, query));
    if (loose === null || loose.isPartial) found.isPartial = found.isCapped = true;
    if (loose === null || loose.isOutOfTime) found.isOutOfTime = true;
    if (loose && loose.candidates.length > 0) {
      const ordered = await order([...loose.candidates, ...named]);
      return { ...loose, ordered, isCapped: loose.isCapped || hasMoreNames, isLoose: true };
    }
  }
  if (search.isCounting) return { ...found, ordered: await order([...candidates, ...named, ...near]), isLoose: false };
  const { ordered: byWords, texts } = await lookAgain(tx, await order([...candidates, ...named]), asked);
  if (near.length === 0) return { ...found, ordered: byWords, isLoose: false, texts };
  return { ...found, ordered: fuse([byWords, near]), isCapped: true, isLoose: false, texts };
}

/** True if a path was typed, and there is a file: what holds that in other spellings is not what was meant. */
function isNamesake(named: Candidate[], { slots }: Asked): boolean {
  const [term, other] = slots.flat();
  if (!term || other || term.kind !== 'literal') return false;
  return named.some(({ path }) => path === term.text || path.endsWith(`/${term.text}`));
}

/** Finds files by the piece of each that is nearest, best first. */
export async function findByMeaning(
  tx: SearchTransaction,
  query: MeaningQuery,
  vector: QueryVector,
): Promise<Ranked[]> {
  return await orderBy(tx, await retrieveByMeaning(tx, query, vector), query.scope, scoreSimilarity);
}

async function orderBy(
  tx: SearchTransaction,
  candidates: Candidate[],
  scope: Scope,
  score: (candidate: Candidate) => number,
): Promise<Ranked[]> {
  const names = await repoNames(tx, scope, candidates);
  return orderUnique(
    candidates.map((candidate) => toRanked(candidate, names.get(candidate.repoId) ?? '', score(candidate))),
  );
}
