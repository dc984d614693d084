import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type * as schema from './schema';

/** A connection to the database, or a pool of them, that knows the schema. */
export type Db = PostgresJsDatabase<typeof schema> & { $client: Sql };
