// The stages of a run in the words that people read.
import { formatBytes, formatCount } from '@/app/_format';
import type { Run } from '@/lib/runs/run';
import type { Look } from './status-pill';

export const STAGES = ['fetch', 'reset', 'plan', 'index', 'publish', 'embed'] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_NAMES: Record<Stage, string> = {
  fetch: 'Fetch',
  reset: 'Update branches',
  plan: 'Find changes',
  index: 'Index',
  publish: 'Publish',
  embed: 'Embed',
};

export const STAGE_DOING: Record<Stage, string> = {
  fetch: 'Fetching from upstream',
  reset: 'Updating branches',
  plan: 'Finding what changed',
  index: 'Indexing files',
  publish: 'Publishing',
  embed: 'Embedding for search by meaning',
};

/** "1,200 of 24,891 files", "3.2 MB"; empty while there is nothing to count. */
export function progressText({ done, total, unit }: Run['progress']): string {
  if (!unit || (done === 0 && total === null)) return '';
  if (unit === 'bytes') return total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  return total === null ? `${formatCount(done)} ${unit}` : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
}

export const RUN_STATUS: Record<Run['status'], { text: string; look: Look }> = {
  queued: { text: 'Waiting', look: 'calm' },
  running: { text: 'Running', look: 'busy' },
  succeeded: { text: 'Done', look: 'ok' },
  unchanged: { text: 'Nothing new', look: 'ok' },
  failed: { text: 'Failed', look: 'bad' },
  cancelled: { text: 'Cancelled', look: 'calm' },
};

const TRIGGERS: Record<Run['trigger'], string> = {
  manual: 'by hand',
  api: 'through the API',
  webhook: 'by a webhook',
  schedule: 'on schedule',
  watch: 'by a file change',
  initial: 'when it was added',
  repair: 'by a repair',
  push: 'by a push',
};

/** What a run that a person asked for repairs is what that person changed. */
export function triggerText({ trigger, requested_by }: Pick<Run, 'trigger' | 'requested_by'>): string {
  if (requested_by === null) return TRIGGERS[trigger];
  return `${trigger === 'repair' ? 'after a change' : TRIGGERS[trigger]}, ${requested_by}`;
}

const ERROR_KINDS: Partial<Record<NonNullable<Run['error_kind']>, string>> = {
  auth: 'access refused',
  policy: 'not allowed here',
  corrupt: 'damaged',
  disk: 'no room on disk',
  internal: 'unexpected error',
};

/** What kind of error it was, in a word or two. */
export function errorText(kind: Run['error_kind']): string {
  return kind === null ? '' : (ERROR_KINDS[kind] ?? kind.replaceAll('_', ' '));
}
