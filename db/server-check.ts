// Makes sure that a native server has what Freshet needs, or says what to run.

import type { Db } from './db';
import { databaseCode, isDatabaseGone } from './errors';

const OLDEST_SERVER = 15;
/** The first pgvector that goes on looking when a filter stands beside the vector. */
const OLDEST_VECTOR = [0, 8] as const;
const INSUFFICIENT_PRIVILEGE = '42501';

/** Throws an Error with a sentence for people: the version, the encoding or an extension is not right. */
export async function checkServer(db: Db): Promise<void> {
  const [server] = await db.$client<{ version: number; encoding: string; database: string }[]>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      current_database() as database`;
  if (!server) throw new Error('The database server did not say which version it is.');
  const major = Math.floor(server.version / 10_000);
  if (major < OLDEST_SERVER) {
    throw new Error(`The database server is PostgreSQL ${major}; Freshet needs ${OLDEST_SERVER} or newer.`);
  }
  if (server.encoding !== 'UTF8') {
    throw new Error(
      `The database "${server.database}" is encoded as ${server.encoding}; Freshet needs one made with ENCODING 'UTF8'.`,
    );
  }
  await needExtension(db, server.database, 'pg_trgm', 'It belongs to the postgresql-contrib package of your system.');
  const version = await needExtension(
    db,
    server.database,
    'vector',
    `It is pgvector; many systems have it as a package (postgresql-${major}-pgvector).`,
  );
  const [larger = 0, smaller = 0] = version.split('.').map(Number);
  if (larger < OLDEST_VECTOR[0] || (larger === OLDEST_VECTOR[0] && smaller < OLDEST_VECTOR[1])) {
    throw new Error(
      `The database "${server.database}" has pgvector ${version}; Freshet needs ${OLDEST_VECTOR.join('.')} or newer. ` +
        'Install a newer one on the server, then run in that database: ALTER EXTENSION vector UPDATE;',
    );
  }
}

/** Returns the extension's version, created when that is allowed. */
async function needExtension(db: Db, database: string, name: string, hint: string): Promise<string> {
  const find = async () => {
    const [row] = await db.$client<{ installed: string | null }[]>`
      select installed_version as installed from pg_available_extensions where name = ${name}`;
    return row;
  };
  const found = await find();
  if (!found) {
    throw new Error(`The database server has no extension "${name}". ${hint} Install it, then start Freshet again.`);
  }
  if (found.installed) return found.installed;
  try {
    await db.$client`create extension if not exists ${db.$client(name)}`;
  } catch (error) {
    if (databaseCode(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new Error(
      `The database "${database}" lacks the extension "${name}", and Freshet's user may not add it. ` +
        `Run once as a superuser, connected to "${database}": CREATE EXTENSION ${name};`,
      { cause: error },
    );
  }
  return (await find())?.installed ?? '';
}

/** Turns a failed connection into a sentence that names the server and never the password. */
export function explainConnection(error: unknown, url: string): Error {
  const { host, pathname } = new URL(url);
  const code = databaseCode(error);
  const at = `The database at ${host}${pathname} (DATABASE_URL)`;
  if (code === '28P01' || code === '28000') return new Error(`${at} refused the user or password.`, { cause: error });
  if (code === '3D000') return new Error(`${at} does not exist. Create it first: createdb.`, { cause: error });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new Error(`${at} was not found: no such host.`, { cause: error });
  }
  if (isDatabaseGone(error)) return new Error(`${at} does not answer: ${code}.`, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}
