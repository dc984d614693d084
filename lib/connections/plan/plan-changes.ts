// What has to change here so that it is as the host says. Pure: a preview shows it, a sync does it.
import type { ChangeKind } from '@/lib/connections/connection-run';
import type { HostListing, HostRepo } from '@/lib/connections/hosts/host-repo';
import { type Wanted, whyLeftOut } from './why-left-out';

/** What is known here of a repository there. */
export interface Link {
  hostId: string;
  path: string;
  isPublic: boolean;
  missingSince: Date | null;
  archivedAt: Date | null;
  /** Null: somebody deleted it here, or has put it into the bin. */
  repo: { id: string; name: string; isPublic: boolean } | null;
}

export interface Change {
  kind: ChangeKind;
  hostId: string;
  /** Below the owner. */
  path: string;
  /** As the host has it now; none for what it does not list. */
  there?: HostRepo;
  link?: Link;
  /** The host's list lacks it, which alone does not say that it is gone. */
  isUnlisted?: boolean;
  /** What it was called before, or why. */
  detail?: string;
}

export interface Plan {
  changes: Change[];
  /** Repositories there that are left out: by pattern, as forks, as archived ones, or because they were deleted here. */
  leftOut: number;
  /** Why nothing is taken for vanished; null if all that is missing was. */
  note: string | null;
}

export interface Rules extends Wanted {
  graceHours: number;
}

/** If more than this part of many is missing at once, something is wrong with the list, not with the repositories. */
const MOST_MISSING = 0.5;
const MANY = 4;
const HOUR_MS = 3_600_000;

/** What is hidden comes first: that must not wait for anything. */
export function planChanges(listing: HostListing, links: readonly Link[], rules: Rules, now: Date): Plan {
  const known = new Map(links.map((link) => [link.hostId, link]));
  const plan: Plan = { changes: [], leftOut: 0, note: listing.incomplete };
  const left: Change[] = [];
  for (const there of listing.repos) {
    const link = known.get(there.hostId);
    const why = whyLeftOut(there, rules);
    if (link) plan.changes.push(...followed(there, link, why === null));
    else if (why === null) plan.changes.push({ kind: 'added', hostId: there.hostId, path: there.path, there });
    if (link?.repo && why !== null) left.push(...waiting(link, { rules, now, detail: why }));
    if (why !== null || link?.repo === null) plan.leftOut += 1;
  }
  const listed = new Set(listing.repos.map(({ hostId }) => hostId));
  const followedHere = links.filter(({ repo, archivedAt }) => repo && !archivedAt);
  const missing = followedHere.filter(({ hostId }) => !listed.has(hostId));
  plan.note ??= tooMany(missing.length, followedHere.length);
  if (plan.note === null) {
    const detail = 'It is not listed there any more.';
    for (const link of missing) {
      left.push(...waiting(link, { rules, now, detail }).map((change) => ({ ...change, isUnlisted: true })));
    }
  }
  plan.changes.push(...left);
  plan.changes.sort((a, b) => Number(b.kind === 'hidden') - Number(a.kind === 'hidden'));
  return plan;
}

function followed(there: HostRepo, link: Link, isWanted: boolean): Change[] {
  const { hostId, path } = there;
  if (!link.repo) return [];
  const about = { hostId, path, there, link };
  const changes: Change[] = [];
  if (link.isPublic && !there.isPublic) changes.push({ ...about, kind: 'hidden', detail: 'It is private there now.' });
  if (isWanted && (link.missingSince || link.archivedAt)) changes.push({ ...about, kind: 'returned' });
  if (link.path !== path) changes.push({ ...about, kind: 'renamed', detail: link.path });
  if (!link.isPublic && there.isPublic)
    changes.push({ ...about, kind: 'published', detail: 'It is public there now.' });
  return changes;
}

/** The grace time begins, or has ended, or goes on. */
function waiting(link: Link, at: { rules: Rules; now: Date; detail: string }): Change[] {
  const { hostId, path } = link;
  const { rules, now, detail } = at;
  if (link.archivedAt) return [];
  const since = link.missingSince ?? now;
  const isOver = now.getTime() >= since.getTime() + rules.graceHours * HOUR_MS;
  if (isOver) return [{ kind: 'archived', hostId, path, link, detail }];
  return link.missingSince ? [] : [{ kind: 'missing', hostId, path, link, detail }];
}

function tooMany(missing: number, all: number): string | null {
  if (missing === 0) return null;
  if (missing === all && all > 1)
    return 'The host listed none of the repositories that are here, so none is taken for vanished.';
  if (all < MANY || missing / all <= MOST_MISSING) return null;
  return (
    `${missing} of ${all} repositories are missing from the host's list at once. That looks like a list that was cut, ` +
    'so none is taken for vanished. If they are really gone, archive or delete them here.'
  );
}
