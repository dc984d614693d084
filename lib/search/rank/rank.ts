// Scores and orders candidates by what is known of them without their content.

import { isGlob } from '@/lib/search/query/glob';
import type { SearchPlan } from '@/lib/search/query/simplify';
import type { Candidate } from '@/lib/search/retrieve/candidate';
import { toLexeme } from '@/lib/search/retrieve/words';
import { toWords } from '@/lib/text/tokenize';
import { pathWeight } from './path-kinds';

export interface Ranked extends Candidate {
  /** Set for what stands for all files in it: its path is a folder's, or empty for the repository. */
  selected?: 'repo' | 'directory';
  /** `org/name` */
  repo: string;
  /** Whole number, higher is better: exact in a cursor. */
  score: number;
}

/** Scores are kept as millionths. */
const SCALE = 1_000_000;
/** ts_rank of a file that defines the word is about 0.1, of one that uses it about 0.02. */
const NAME_IS_WORD = 0.12;
/** Added for a file so named at the root, less the deeper it lies. */
const SHALLOW = 0.06;
const NAME_HAS_WORD = 0.04;
const FOLDER_HAS_WORD = 0.01;
const GENERATED = 0.2;
const VENDORED = 0.3;

/** What of a plan counts for paths. */
export interface PathTerms {
  words: string[];
  /** What tells whether the query itself is about tests, examples and the like. */
  subjects: string[];
}

export function pathTerms(plan: SearchPlan): PathTerms {
  const terms = plan.clauses.flatMap((clause) => clause.anyOf);
  const files = plan.filters.filter((filter) => filter.field === 'file').flatMap((filter) => filter.anyOf);
  const named = files.filter((value) => !isGlob(value)).flatMap((value) => toWords(value).map((word) => word.word));
  const typed = terms.map((term) => (term.kind === 'word' ? toLexeme(term.text) : term.text.toLowerCase()));
  const words = [...new Set([...typed.filter((text) => !/\s/.test(text)), ...named])];
  return { words, subjects: [...words, ...files] };
}

/** The score of a candidate: its words' rank and its path's, less for what is seldom looked for. */
export function scoreCandidate(candidate: Candidate, terms: PathTerms): number {
  let score = candidate.textRank + scorePath(candidate.path, terms.words);
  if (candidate.isGenerated) score *= GENERATED;
  if (candidate.isVendored) score *= VENDORED;
  return Math.round(score * pathWeight(candidate.path, terms.subjects) * SCALE);
}

/** The score of a candidate that was found by its meaning. */
export function scoreSimilarity(candidate: Candidate): number {
  return Math.round(candidate.textRank * SCALE);
}

function scorePath(path: string, words: string[]): number {
  if (words.length === 0) return 0;
  const lower = path.toLowerCase();
  const slash = lower.lastIndexOf('/') + 1;
  const name = lower.slice(slash);
  const stem = name.replace(/(?<=.)\.[^.]*$/, '');
  let score = 0;
  for (const word of words) {
    if (stem === word || `/${lower}`.endsWith(`/${word}`)) score += NAME_IS_WORD + SHALLOW / path.split('/').length;
    else if (name.includes(word) || (word.includes('/') && lower.includes(word))) score += NAME_HAS_WORD;
    else if (lower.slice(0, slash).includes(word)) score += FOLDER_HAS_WORD;
  }
  return score / words.length;
}

/** The order of results: score, then names, so that equal scores have one order everywhere. */
export function compareRanked(a: Pick<Ranked, 'score' | 'repo' | 'path' | 'ref'>, b: typeof a): number {
  return b.score - a.score || compareText(a.repo, b.repo) || compareText(a.path, b.path) || compareText(a.ref, b.ref);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A file's identity among candidates. */
export function fileKey({ repoId, ref, path }: Pick<Candidate, 'repoId' | 'ref' | 'path'>): string {
  return `${repoId}\0${ref}\0${path}`;
}
