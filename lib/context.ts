// What every verb is handed: who asks, the database, the way out for events.
import type { Db } from '@/db/client';
import type { Env } from './env';
import { AppError } from './errors';
import type { Logger } from './log';

export type Scope = 'read' | 'sync' | 'write' | 'admin';

/** What an API token leaves of its bearer's rights. */
export interface TokenGrant {
  tokenId: string;
  scopes: readonly Scope[];
  /** The one organisation that the token is for; null: no limit. */
  orgId: string | null;
  /** The repositories that the token is for; null: no limit. */
  repoIds: readonly string[] | null;
}

export type Actor =
  /** A visitor; the network that the request came from says whose share of what is scarce it takes. */
  | { kind: 'anonymous'; network?: string }
  /** A person, signed in or by a token of theirs. */
  | { kind: 'user'; userId: string; isAdmin: boolean; sessionId?: string; token?: TokenGrant }
  /** A program with a token of an organisation. */
  | { kind: 'organisation'; orgId: string; token: TokenGrant }
  /** Anybody on loopback while FRESHET_AUTH=disabled. */
  | { kind: 'operator' }
  /** Freshet itself: runs, schedules, repairs. */
  | { kind: 'system' };

export type AppEvent =
  | { name: 'repo/sync.requested'; id: string; data: { repo_id: string; run_id: string } }
  | { name: 'repo/follow-up.requested'; id: string; data: { repo_id: string } }
  | { name: 'repo/run.cancelled'; id: string; data: { repo_id: string; run_id: string } }
  | { name: 'repo/push.requested'; id: string; data: { repo_id: string; mirror_id: string; push_id: string } }
  | { name: 'repo/deleted'; id: string; data: { repo_id: string } }
  | { name: 'connection/sync.requested'; id: string; data: { connection_id: string; run_id: string } }
  | { name: 'delivery/run.requested'; id: string; data: { repo_id: string; run_id: string } }
  | { name: 'delivery/target.requested'; id: string; data: { repo_id: string; run_id: string; target_id: string } }
  | { name: 'delivery/run.cancelled'; id: string; data: { repo_id: string; run_id: string } }
  | {
      name: 'delivery/verify.requested';
      id: string;
      /** `deep`: it was asked for; without it the check decides. */
      data: { repo_id: string; delivery_id: string; check_id: string; deep?: boolean | undefined };
    }
  | { name: 'repo/secrets.requested'; id: string; data: { repo_id: string; commit: string } }
  | { name: 'models/reembed.requested'; id: string; data: { model_id: number } };

export interface Context {
  actor: Actor;
  db: Db;
  env: Env;
  log: Logger;
  /** Hands an event to the engine; resolves once it is durable. Events with the same id count once. */
  send: (event: AppEvent) => Promise<void>;
  /** Where the request came from, as `callerNetwork` says it; none if no request asks. */
  network?: string;
}

/** Throws `forbidden` on a read-only server, where signing in would not help, else `unauthenticated` for visitors. */
export function requireWriter(ctx: Pick<Context, 'actor' | 'env'>): void {
  if (ctx.env.readOnly) {
    throw new AppError('forbidden', 'This server is read-only (FRESHET_READ_ONLY): changes and syncs are refused.');
  }
  if (ctx.actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
}

/** The token that an actor comes by; null if there is none. */
export function tokenOf(actor: Actor): TokenGrant | null {
  return (actor.kind === 'user' || actor.kind === 'organisation' ? actor.token : null) ?? null;
}

/** The account that an actor acts for; null if it is no person. */
export function userIdOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.userId : null;
}
