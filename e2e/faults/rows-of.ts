// Everything the database holds of a repository, wherever it is: for tests of what a deletion leaves.
import type { Sql } from 'postgres';

/** Rows by table that name repository `id` in a column `repo_id`, or run `runId` in a column `run_id`. */
export async function rowsOf(sql: Sql, id: string, runId: string): Promise<Record<string, number>> {
  const columns = await sql<{ table_name: string; column_name: string }[]>`
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and column_name in ('repo_id', 'run_id') and data_type = 'uuid'
    union all select 'repos', 'id'`;
  const left: Record<string, number> = {};
  for (const { table_name: table, column_name: column } of columns) {
    const wanted = column === 'run_id' ? runId : id;
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from ${sql(table)} where ${sql(column)} = ${wanted}::uuid`;
    if (row && row.n > 0) left[`${table}.${column}`] = row.n;
  }
  return left;
}
