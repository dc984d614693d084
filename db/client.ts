// The database connection: one pool on globalThis, because Next loads instrumentation and routes as separate module instances.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema';

export type Db = PostgresJsDatabase<typeof schema> & { $client: Sql };

/** Opens a pool. `max` is 1 for the embedded database, which answers wrongly to a second connection. */
export function connect(url: string, max: number): Db {
  const client = postgres(url, { max, onnotice: () => {} });
  return drizzle(client, { schema, casing: 'snake_case' });
}
