// What to do about what people are told of.
import { accessOf, adviceOn } from '@/lib/repos/advice';
import type { NotificationEvent } from './notification';

/** Whole sentences; null if there is nothing to do. */
export function adviceOnEvent(event: Pick<NotificationEvent, 'kind' | 'error_kind' | 'repo'>): string | null {
  if (event.kind === 'recovered') return null;
  // Messages from before this field existed have none.
  const access = event.repo.access ?? accessOf({ kind: event.repo.kind, url: null, has_token: false });
  return adviceOn(event.kind === 'stale' ? 'stale' : event.error_kind, access).full;
}
