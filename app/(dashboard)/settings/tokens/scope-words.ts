// What a token may do, in words.
import type { Token } from '@/lib/tokens/token';

type Scope = Token['scopes'][number];

export const SCOPE_WORDS: Record<Scope, { label: string; hint: string }> = {
  read: { label: 'See', hint: 'Search, and read what the account may read. Every token may.' },
  sync: { label: 'Ask for syncs', hint: 'And cancel or retry runs, of any repository that you may sync.' },
  write: { label: 'Change repositories', hint: 'Add them, change their settings, and push with git.' },
  admin: {
    label: 'Manage',
    hint: 'Delete repositories, say who sees them; organisations, tokens, the audit log; for administrators, the server.',
  },
};

/** For example "sees, syncs, changes". */
export function scopesInWords(scopes: readonly Scope[]): string {
  const words: Record<Scope, string> = { read: 'sees', sync: 'syncs', write: 'changes', admin: 'manages' };
  return scopes.map((scope) => words[scope]).join(', ');
}
