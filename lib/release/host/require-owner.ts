// Whether an account on a host may give files to an owner: rsync itself says nothing if it may not.
import type { ReleaseHost } from '@/lib/release/spec';
import { type HostAnswers, refusedThere } from './host-answer';

/** Throws AppError in words if the account there, by what it said of itself, cannot make `owner` own files. */
export function requireOwner(host: ReleaseHost, owner: string | null, answers: HostAnswers): void {
  if (owner === null || answers.get('uid') === null || answers.get('uid') === '0') return;
  const [user = '', group] = owner.split(':');
  const isOwn = user === '' || user === answers.get('user') || user === answers.get('uid');
  const groups = `${answers.get('groups') ?? ''} ${answers.get('gids') ?? ''}`.split(/\s+/);
  if (isOwn && (group === undefined || groups.includes(group))) return;
  throw refusedThere(
    `The account on ${host.name} may not give files to ${owner}: only root may, or it is itself that user and in that group. Leave the owner out, or let the target sign in as root.`,
  );
}
