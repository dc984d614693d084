// What retrieval is asked, and what it answers.
import type { SQL } from 'drizzle-orm';
import type { FileFilters } from '../query/plan/filters';
import type { SearchPlan } from '../query/plan/simplify';
import type { Candidate } from './candidate';
import type { Letters } from './predicates/trigrams';
import type { Scope } from './scope/scope';
import type { Budget } from './snapshot/budget';

export interface TextQuery {
  scope: Scope;
  plan: SearchPlan;
  filters: FileFilters;
  /** What the trigram index takes for letters outside ASCII, of those in the plan. */
  letters: Letters;
  budget: Budget;
  /** The first score of a file as far as its words make it: on `blobs b`. */
  rank: SQL;
}

export interface TextRetrieved {
  candidates: Candidate[];
  /** True if there are or may be more than these. */
  isCapped: boolean;
  /** True if some files were not looked at, for want of an index: what is missing may be anything. */
  isPartial: boolean;
  /** True if that is for want of time. */
  isOutOfTime?: boolean;
}
