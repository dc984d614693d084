// What to do about what people are told of.
import { adviceOn } from '@/lib/repos/advice';
import type { NewsEvent } from './news';

/** Whole sentences; null where there is nothing to do. */
export function adviceOnNews(event: Pick<NewsEvent, 'kind' | 'error_kind' | 'repo'>): string | null {
  if (event.kind === 'recovered') return null;
  return adviceOn(event.kind === 'stale' ? 'stale' : event.error_kind, event.repo.kind).full;
}
