// What to do about a repository in trouble, for people who are not looking at its page.
import type { NewsEvent } from './news';

const ADVICE: Record<NonNullable<NewsEvent['error_kind']>, string> = {
  auth: 'Give it a token that may read it: on its page, under Settings.',
  not_found: 'Some hosts hide private repositories like this: a token may help.',
  network:
    'This is usually over soon, and Freshet tries again by itself. If it stays, check that it can reach the host.',
  timeout: 'Freshet tries again by itself. The time limit can be raised (FRESHET_FETCH_TIMEOUT_SECONDS).',
  too_large: 'The limit can be raised where Freshet is started (FRESHET_MAX_REPO_BYTES, FRESHET_MAX_FILES).',
  corrupt: 'Sync it: the copy is then fetched anew.',
  disk: 'Free some space in the data folder of the server, then sync it.',
  policy: 'Its page says what is refused, and why. An administrator can allow a host (FRESHET_ALLOWED_HOSTS).',
  internal: 'Sync it to try again. If it stays, the log of the server has the details.',
};

/** Of a folder on the server. */
const LOCAL_ADVICE: Partial<typeof ADVICE> = {
  auth: 'Let the account that runs Freshet read the folder.',
  not_found: 'Its folder can be changed on its page, under Settings.',
  corrupt: 'Run git fsck in the folder: Freshet changes nothing there.',
  policy: 'Which folders may be read is set where Freshet is started (FRESHET_LOCAL_ROOTS).',
};

const STALE = 'See whether the server keeps up: its runs may queue, or the host has asked it to wait.';

/** A sentence; null where there is nothing to do. */
export function adviceFor({ kind, error_kind, repo }: Pick<NewsEvent, 'kind' | 'error_kind' | 'repo'>): string | null {
  if (kind === 'stale') return STALE;
  if (kind !== 'error') return null;
  const of = error_kind ?? 'internal';
  return (repo.kind === 'local' ? LOCAL_ADVICE[of] : undefined) ?? ADVICE[of];
}
