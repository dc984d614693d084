// What there is to say of a host beside its state.
import type { HostState } from '@/db/schema';

/** What the state means, where the check or the delivery left no sentence of its own. */
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
