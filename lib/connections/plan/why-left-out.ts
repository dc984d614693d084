// Which of an owner's repositories a connection takes.
import type { HostRepo } from '@/lib/connections/hosts/host-repo';
import { matchesPattern } from './matches-pattern';

export interface Wanted {
  include: readonly string[];
  exclude: readonly string[];
  forks: boolean;
  archived: boolean;
}

/** Null if it is taken, else why it is left out. */
export function whyLeftOut({ path, isFork, isArchived }: HostRepo, rules: Wanted): string | null {
  if (isFork && !rules.forks) return 'It is a fork.';
  if (isArchived && !rules.archived) return 'It is archived there.';
  const matches = (patterns: readonly string[]) => patterns.some((pattern) => matchesPattern(pattern, path));
  if (rules.include.length > 0 && !matches(rules.include)) return 'No pattern takes it.';
  return matches(rules.exclude) ? 'A pattern leaves it out.' : null;
}
