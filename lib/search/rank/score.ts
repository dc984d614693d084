// The rules by which results are ordered: see "How results are ordered" in docs/search.md. Pure.

import type { Candidate } from '@/lib/search/retrieve/candidate';
import type { Asked } from './asked';
import type { Evidence, Nearness } from './evidence';
import type { NameKind } from './name-kind';
import { pathEvidence } from './path-evidence';
import { pathWeight } from './path-kinds';

/** Scores are kept as millionths. */
const SCALE = 1_000_000;

/** For a name that the text defines, spelled by what was typed. */
const DEFINED: Record<NameKind, number> = { type: 1.1, function: 1, value: 0.85 };
/** More if its case is as typed as well. */
const AS_TYPED = 0.3;
/** For a name that the text uses. */
const USED = 0.12;
const NEAR: Record<Nearness, number> = { adjacent: 0.8, ordered: 0.6, line: 0.5, lines: 0.35, far: 0 };
/** For a path that has every word, one of them in its name. */
const PATH_HAS_ALL = 0.3;
/** More if the name has nothing else. */
const NAME_IS_COVERED = 0.2;
/** More if its folders have the other words. */
const PLACE_IS_TYPED = 0.25;
/** More if the path ends with what was typed. */
const PATH_ENDS_SO = 0.25;
/** For a path that has some of the words, by their share. */
const PATH_HAS_SOME = 0.05;
/** More for a file at the root, less the deeper it lies. */
const SHALLOW = 0.06;
/** So little that even a definition there comes after what people wrote here and that uses it. */
const GENERATED = 0.08;
const VENDORED = 0.1;

/** What is known of a candidate without its text. */
export function firstScore(candidate: Candidate, asked: Asked): number {
  return weigh(candidate, asked, candidate.textRank + pathScore(candidate.path, asked));
}

/** What is known of it with its text. */
export function secondScore(candidate: Candidate, asked: Asked, evidence: Evidence): number {
  const score = candidate.textRank + pathScore(candidate.path, asked) + textScore(evidence);
  return weigh(candidate, asked, score);
}

/** The score of a candidate that was found by its meaning. */
export function scoreSimilarity(candidate: Candidate): number {
  return Math.round(candidate.textRank * SCALE);
}

function weigh(candidate: Candidate, asked: Asked, score: number): number {
  const weight =
    pathWeight(candidate.path, asked.subjects) *
    (candidate.isGenerated ? GENERATED : 1) *
    (candidate.isVendored ? VENDORED : 1);
  return Math.round(score * weight * SCALE);
}

function textScore({ nearness, defined, isAsTyped, isUsed }: Evidence): number {
  const name = defined ? DEFINED[defined] + (isAsTyped ? AS_TYPED : 0) : isUsed ? USED : 0;
  return name + NEAR[nearness];
}

function pathScore(path: string, { pathWords }: Asked): number {
  const { share, hasAll, isCovered, isPlace, isTail } = pathEvidence(path, pathWords);
  let score = share * PATH_HAS_SOME;
  if (!hasAll) return score;
  score += PATH_HAS_ALL + SHALLOW / path.split('/').length;
  if (isCovered) score += NAME_IS_COVERED;
  if (isPlace) score += PLACE_IS_TYPED;
  if (isTail) score += PATH_ENDS_SO;
  return score;
}
