// Lets the database keep the statements of searches parsed: each then takes one round trip instead of two.
/** What queries look like varies with what is typed, so there is a bound to what a connection has to keep. */
const MAX_KEPT = 200;
const MAX_LENGTH = 8000;
const kept = new Set<string>();

/** Of drizzle's session, which prepares a statement under a name of the driver's own if it is given any. */
interface Session {
  prepareQuery: (
    query: { sql: string; params: unknown[] },
    fields: unknown,
    name?: string,
    ...rest: unknown[]
  ) => unknown;
}

/** From here on the statements of this transaction are prepared; the session is the transaction's own. */
export function prepareStatements(tx: object): void {
  const session = (tx as { session: Session }).session;
  const prepareQuery = session.prepareQuery.bind(session);
  session.prepareQuery = (query, fields, name, ...rest) =>
    prepareQuery(query, fields, name ?? (query.params.length > 0 && mayKeep(query.sql) ? 'kept' : undefined), ...rest);
}

function mayKeep(statement: string): boolean {
  if (kept.has(statement)) return true;
  if (statement.length > MAX_LENGTH || kept.size >= MAX_KEPT) return false;
  kept.add(statement);
  return true;
}
