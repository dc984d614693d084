// What an address asks for, as a row of the table of who may do what.
import type { Verb } from '@/lib/access/verbs';

export type Row =
  /** Asks for this right: what the caller may not see does not exist, what they may not do is refused. */
  | { needs: Verb; also?: string }
  /** Answers everybody, with what they may do this to and nothing else. */
  | { narrows: Verb; also?: string }
  /** Asks for no right of a caller, because of this. */
  | { open: string };

export const needs = (verb: Verb, also?: string): Row => (also === undefined ? { needs: verb } : { needs: verb, also });
export const narrows = (verb: Verb, also?: string): Row =>
  also === undefined ? { narrows: verb } : { narrows: verb, also };
export const open = (why: string): Row => ({ open: why });
