// What people should know of a run that worked: each stage may have something to add.
import type { Sql, TransactionSql } from 'postgres';

/** Adds a sentence to the note of run `runId`; one that is there already is not said twice, so a step can be repeated. */
export async function addRunNote(sql: Sql | TransactionSql, runId: string, sentence: string): Promise<void> {
  await sql`
    update sync_runs set note = concat_ws(' ', note, ${sentence}::text)
    where id = ${runId} and strpos(coalesce(note, ''), ${sentence}) = 0`;
}
