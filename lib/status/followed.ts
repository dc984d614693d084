// Which repositories have an upstream to be fresh against, and which of those are behind it, as SQL over `repos`.
import { type SQL, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { GRACE_SECONDS } from '@/lib/repos/is-stale';

/** Those that are neither hosted here nor put to rest. */
export const isFollowed: SQL = sql`(${repos.deletedAt} is null and ${repos.kind} <> 'hosted' and ${repos.status} <> 'archived')`;

/** As `isStale`: upstream has not answered for more than twice the interval. */
export const isBehind: SQL = sql`(${repos.checkSeconds} is not null and
  coalesce(${repos.checkedAt}, ${repos.addedAt}) < now() - (2 * ${repos.checkSeconds} + ${GRACE_SECONDS}) * interval '1 second')`;

/** The last attempt failed, also while another one is under way: only a run that works ends it. */
export const isFailing: SQL = sql`(${repos.status} = 'error' or ${repos.failingSince} is not null)`;

/** Upstream refuses the token, or wants one. */
export const isRefused: SQL = sql`(${isFailing} and ${repos.errorKind} = 'auth')`;

/** Somebody should look at it. */
export const needsAttention: SQL = sql`(${isFailing} or ${isBehind} or ${repos.heldBackCommit} is not null)`;
