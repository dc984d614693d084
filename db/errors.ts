// Reads what a database error means from its codes, through whatever wrapped it.

/** Codes of postgres.js and of sockets for a connection that is not there. */
const GONE = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ERR_SOCKET_CLOSED',
  'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
  // The server is going down, has crashed, or is still starting.
  '57P01',
  '57P02',
  '57P03',
]);

/** The code of the innermost error that has one: SQLSTATE, or a connection's. */
export function databaseCode(error: unknown): string | null {
  let code: string | null = null;
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') code = at.code;
  }
  return code;
}

/** True if the database itself is away, not if it refused a query. */
export function isDatabaseGone(error: unknown): boolean {
  return GONE.has(databaseCode(error) ?? '');
}

/** True if a statement was ended by its time limit. */
export function isStatementTimeout(error: unknown): boolean {
  return databaseCode(error) === '57014';
}

/** True if the database has no room left for what it was to write. */
export function isDatabaseFull(error: unknown): boolean {
  return databaseCode(error) === '53100';
}
