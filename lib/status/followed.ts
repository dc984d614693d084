// How repositories stand, as SQL over `repos`: the rules of lib/repos/standing.ts, for counting many at once.
import { type SQL, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { GRACE_SECONDS } from '@/lib/repos/is-stale';
import type { Standing } from '@/lib/repos/standing';

/** Those that are not put to rest. */
export const isFollowed: SQL = sql`(${repos.deletedAt} is null and ${repos.status} <> 'archived')`;

/** As `isRead`: there is something to show, or it is known that there is nothing. */
const isRead: SQL = sql`(${repos.indexedAt} is not null or ${repos.status} = 'ready')`;

/** As `isStale`: upstream has not answered for more than twice the interval. */
export const isBehind: SQL = sql`(${isRead} and ${repos.checkSeconds} is not null and
  coalesce(${repos.checkedAt}, ${repos.addedAt}) < now() - (2 * ${repos.checkSeconds} + ${GRACE_SECONDS}) * interval '1 second')`;

/** As `isFailing`: the last attempt failed, also while another one is under way. */
export const isFailing: SQL = sql`(${repos.status} = 'error' or ${repos.failingSince} is not null)`;

/** Upstream refuses the token, or wants one. */
export const isRefused: SQL = sql`(${isFailing} and ${repos.errorKind} = 'auth')`;

/** As `standingOf`, for those who may know why. */
export const standing: SQL<Standing> = sql`(case
  when ${repos.status} = 'archived' then 'unfollowed'
  when ${repos.heldBackCommit} is not null then 'held_back'
  when ${isFailing} then 'failing'
  when not ${isRead} then 'preparing'
  when ${isBehind} then 'stale'
  else 'fresh' end)`;

/** Somebody should look at it. */
export const needsAttention: SQL = sql`(${standing} in ('held_back', 'failing', 'stale'))`;

/** Failing and held back together: what is held back has ended its run with an error. */
export const isInTrouble: SQL = sql`(${standing} in ('held_back', 'failing'))`;

/** Stale and nothing worse. */
export const isStaleAlone: SQL = sql`(${standing} = 'stale')`;

/**
 * When what is shown was last known to be all that upstream has; null if nothing was ever shown. Since an attempt
 * failed nobody knows, also if upstream answers.
 */
export const freshAt: SQL<Date | null> = sql`(case when ${isRead} and ${repos.checkedAt} is not null
  then least(${repos.checkedAt}, ${repos.failingSince}) end)`;
