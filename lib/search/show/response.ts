// What a search answers: the shape that pages and the API share.
import type { Standing } from '@/lib/repos/standing';
import type { QueryNote } from '@/lib/search/query/query';
import type { Facets } from '@/lib/search/rank/facets';
import type { SearchMatch } from './lines';

export interface SearchResult {
  /** A folder or a repository stands for all files in it that match. */
  kind: 'file' | 'directory' | 'repo';
  /** `org/name` */
  repo: string;
  repo_id: string;
  path: string;
  ref: string;
  /** Linguist's name; null if unknown. */
  language: string | null;
  /** git's id of what the file holds; null for what is no file. */
  blob_id: string | null;
  /** The commit whose tree this file is in. */
  commit: string;
  indexed_at: string;
  /** When upstream last answered; null before it first did. */
  checked_at: string | null;
  /** Upstream has not answered for more than twice the interval at which it is asked. */
  is_stale: boolean;
  /** How its repository stands, in one word. */
  standing: Standing;
  /** Higher is better; comparable within one search alone. */
  score: number;
  /** The lines that show best why it matched; empty if only its path did. */
  matches: SearchMatch[];
  /** Occurrences in the file, of those that were counted. */
  match_count: number;
  /** Other files that were found and hold the same, byte for byte, the first of them. */
  also_in: SearchPlace[];
  /** How many there are of those; they are part of the answer's count. */
  also_in_count: number;
}

/** Where a copy of a result is. */
export type SearchPlace = Pick<SearchResult, 'repo' | 'repo_id' | 'path' | 'ref' | 'commit'>;

export interface SearchResponse {
  results: SearchResult[];
  /** Files found; there are more if `exact` is false. */
  count: number;
  exact: boolean;
  took_ms: number;
  next_cursor: string | null;
  /** Of the files counted. */
  facets: Facets;
  /** Help with the query, for people; null if it needs none. */
  notice: string | null;
  /** The same sentence by sentence, each with its place in the query and how it may have been meant. */
  notices: QueryNote[];
}
