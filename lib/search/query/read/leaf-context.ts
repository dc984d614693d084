// What the readers of one token are told of the query around it.
import type { ParsedQuery } from '../query';

export interface LeafContext {
  /** The query as it was typed. */
  text: string;
  /** Takes options and notes. */
  parsed: ParsedQuery;
  /** patterntype:regexp */
  isRegexp: boolean;
}
