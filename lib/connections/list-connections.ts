// The connections of the organisations that a caller manages.
import type { Context } from '@/lib/context';
import { type Connection, toConnection } from './connection';
import { visibleConnection, visibleConnections } from './visible-connection';

/** All of them; none for whoever manages no organisation. */
export async function listConnections(ctx: Pick<Context, 'actor' | 'db'>): Promise<Connection[]> {
  return (await visibleConnections(ctx)).map(toConnection);
}

/** Throws `not_found`. */
export async function getConnection(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<Connection> {
  return toConnection(await visibleConnection(ctx, id));
}
