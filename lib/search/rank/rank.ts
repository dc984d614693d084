// A ranked result, and the order of results.

import type { Candidate } from '@/lib/search/retrieve/candidate';

export interface Ranked extends Candidate {
  /** Set for what stands for all files in it: its path is a folder's, or empty for the repository. */
  selected?: 'repo' | 'directory';
  /** `org/name` */
  repo: string;
  /** Whole number, higher is better: exact in a cursor. */
  score: number;
}

/** A candidate's score and its repository's name beside what is known of it. Written out: a search makes thousands. */
export function toRanked(candidate: Candidate, repo: string, score: number): Ranked {
  const ranked: Ranked = {
    repoId: candidate.repoId,
    ref: candidate.ref,
    path: candidate.path,
    blobId: candidate.blobId,
    sha: candidate.sha,
    language: candidate.language,
    isGenerated: candidate.isGenerated,
    isVendored: candidate.isVendored,
    isUnread: candidate.isUnread,
    bytes: candidate.bytes,
    textRank: candidate.textRank,
    repo,
    score,
  };
  if (candidate.lines) ranked.lines = candidate.lines;
  return ranked;
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
