// One file among the results. Its lines are coloured here; the rest is drawn by a component of the browser's, because
// what goes there is what it shows, once, and not every element of it.
import { matchesHtml } from '@/app/_render/matches-html';
import type { SearchResult } from '@/lib/search/search';
import { ResultCard } from './result-card';

interface ResultFileProps {
  result: SearchResult;
  /** What was searched for: it goes along into the file. */
  q?: string;
}

export async function ResultFile({ result, q }: ResultFileProps) {
  const { matches, language, score, match_count: count, is_stale, kind, repo_id, ...shown } = result;
  const html = await matchesHtml(matches, language);
  const rest = count - matches.reduce((sum, match) => sum + match.ranges.length, 0);
  const lines = matches.map(({ line }, index) => ({ line, html: html[index] ?? '' }));
  return <ResultCard result={shown} lines={lines} rest={rest} q={q} />;
}
