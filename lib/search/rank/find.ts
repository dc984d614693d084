// Finds and orders all results of a plan: words and literals, names of files, meaning; if there are none, near misses.

import type { Candidate } from '@/lib/search/retrieve/candidate';
import { type MeaningQuery, type QueryVector, retrieveByMeaning } from '@/lib/search/retrieve/meaning';
import { listFiles, retrieveByName } from '@/lib/search/retrieve/paths';
import type { Scope } from '@/lib/search/retrieve/scope';
import { repoNames } from '@/lib/search/retrieve/scoped-ref';
import { attempt, type SearchTransaction } from '@/lib/search/retrieve/snapshot';
import { retrieveLoosely, retrieveText, type TextQuery } from '@/lib/search/retrieve/text';
import { trigramLetters } from '@/lib/search/retrieve/trigrams';
import { askedOf } from './asked';
import { fuse, orderUnique } from './fuse';
import type { Ranked } from './rank';
import { firstScore, scoreSimilarity } from './score';
import { lookAgain } from './second-look';
import { wordRank } from './word-rank';

export interface FoundResults {
  ordered: Ranked[];
  /** True if there may be more. */
  isCapped: boolean;
  /** True if some files could not be looked at. */
  isPartial: boolean;
  /** True if nothing matched and these only contain what was asked for. */
  isLoose: boolean;
}

/** How long the search for near misses may take. */
const LOOSE_TIMEOUT_MS = 1000;

export interface FindQuery extends Omit<TextQuery, 'letters' | 'rank'> {
  /** Set if meaning counts. */
  vector: QueryVector | null;
}

const NOTHING_NAMED = { candidates: [], isCapped: false };

/** Finds results in a scope that is not empty, best first, each file once. */
export async function findResults(tx: SearchTransaction, asked: FindQuery): Promise<FoundResults> {
  const { plan, vector } = asked;
  const query = { ...asked, letters: await trigramLetters(tx, plan), rank: wordRank(askedOf(plan)) };
  if (plan.clauses.length === 0) {
    const { candidates, ...found } = await listFiles(tx, query);
    return { ...found, ordered: await order(tx, candidates, query), isLoose: false };
  }
  const near = vector ? await findByMeaning(tx, query, vector) : [];
  if (plan.mode === 'meaning' && vector?.isReal)
    return { ordered: near, isCapped: true, isPartial: false, isLoose: false };

  const { candidates, ...found } = await retrieveText(tx, query);
  // A query for meaning is not a name.
  const { candidates: named, isCapped: hasMoreNames } =
    plan.mode === 'meaning' && vector ? NOTHING_NAMED : await retrieveByName(tx, query);
  found.isCapped ||= hasMoreNames;
  if (candidates.length === 0 && near.length === 0 && !found.isPartial) {
    const loose = await attempt(tx, LOOSE_TIMEOUT_MS, (inner) => retrieveLoosely(inner, query));
    if (loose === null || loose.isPartial) found.isPartial = found.isCapped = true;
    if (loose && loose.candidates.length > 0) {
      const ordered = await order(tx, [...loose.candidates, ...named], query);
      return { ordered, isCapped: loose.isCapped || hasMoreNames, isPartial: loose.isPartial, isLoose: true };
    }
  }
  const byWords = await lookAgain(tx, await order(tx, [...candidates, ...named], query), askedOf(plan));
  if (near.length === 0) return { ...found, ordered: byWords, isLoose: false };
  return { ...found, ordered: fuse([byWords, near]), isCapped: true, isLoose: false };
}

/** Finds files by the piece of each that is nearest, best first. */
export async function findByMeaning(
  tx: SearchTransaction,
  query: MeaningQuery,
  vector: QueryVector,
): Promise<Ranked[]> {
  return orderUnique(await name(tx, await retrieveByMeaning(tx, query, vector), query.scope, scoreSimilarity));
}

async function order(tx: SearchTransaction, candidates: Candidate[], { plan, scope }: TextQuery): Promise<Ranked[]> {
  const asked = askedOf(plan);
  return orderUnique(await name(tx, candidates, scope, (candidate) => firstScore(candidate, asked)));
}

async function name(
  tx: SearchTransaction,
  candidates: Candidate[],
  scope: Scope,
  score: (candidate: Candidate) => number,
): Promise<Ranked[]> {
  const names = await repoNames(tx, scope, new Set(candidates.map((candidate) => candidate.repoId)));
  return candidates.map((candidate) => ({
    ...candidate,
    repo: names.get(candidate.repoId) ?? '',
    score: score(candidate),
  }));
}
