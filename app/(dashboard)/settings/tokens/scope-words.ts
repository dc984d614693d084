// What a token may do, in words.
import type { Token } from '@/lib/tokens/token';

type Scope = Token['scopes'][number];

export const SCOPE_WORDS: Record<Scope, { label: string; hint: string }> = {
  read: { label: 'See', hint: 'Search, and read what the account may read. Every token may.' },
  sync: { label: 'Ask for syncs', hint: 'Of any repository that it sees.' },
  write: { label: 'Change repositories', hint: 'Add, change, sync and delete them.' },
  admin: {
    label: 'Manage',
    hint: 'Make tokens, and for administrators: people, webhooks, notifications, the audit log.',
  },
};

/** For example "sees, syncs, changes". */
export function scopesInWords(scopes: readonly Scope[]): string {
  const words: Record<Scope, string> = { read: 'sees', sync: 'syncs', write: 'changes', admin: 'manages' };
  return scopes.map((scope) => words[scope]).join(', ');
}
