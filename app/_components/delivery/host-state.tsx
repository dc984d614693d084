// How a host of a delivery stands: a word with its colour, and a sentence.
import { type Look, StatusPill } from '@/app/_components/repo/status-pill';
import type { HostState } from '@/db/schema';

export const HOST_STATE: Record<HostState, { text: string; look: Look }> = {
  in_sync: { text: 'In sync', look: 'ok' },
  behind: { text: 'Behind', look: 'warn' },
  ahead: { text: 'Ahead', look: 'warn' },
  diverged: { text: 'Diverged', look: 'bad' },
  changed: { text: 'Changed', look: 'bad' },
  interrupted: { text: 'Interrupted', look: 'bad' },
  foreign: { text: 'Holds other', look: 'bad' },
  unreachable: { text: 'Unreachable', look: 'bad' },
  never: { text: 'Never', look: 'calm' },
  unknown: { text: 'Unknown', look: 'calm' },
};

export function HostStatePill({ state }: { state: HostState }) {
  return <StatusPill {...HOST_STATE[state]} />;
}

/** What the state means, where there is no sentence of its own. */
export function sentenceOf({ state, state_text: text }: { state: HostState; state_text: string | null }): string {
  if (text !== null) return text;
  switch (state) {
    case 'in_sync':
      return 'It has what its branch has.';
    case 'behind':
      return 'Its branch has moved on since.';
    case 'never':
      return 'Nothing was delivered there yet.';
    case 'unknown':
      return 'It was not looked at yet.';
    default:
      return '';
  }
}
