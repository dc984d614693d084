// Looks up who contributors are by the repository's mailmap: new ones always, all of them when it changes.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { contributors } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mailmapOf, parseMailmap } from '@/lib/git/read/mailmap';
import type { Stage } from '@/lib/sync/run/run-stage';
import { inLots } from './moved-refs';

/** `mailmapSha` is the one that was read last; returns the one that is there now, null if there is none. */
export async function recordPeople(
  ctx: Context,
  stage: Stage,
  dir: string,
  { tip, mailmapSha }: { tip: string | null; mailmapSha: string | null },
): Promise<string | null> {
  const mailmap = tip === null ? null : await readMailmap(dir, tip, stage.signal);
  const isSame = (mailmap?.sha ?? null) === mailmapSha;
  const rows = await ctx.db
    .select({ email: contributors.email, name: contributors.name })
    .from(contributors)
    .where(and(eq(contributors.repoId, stage.repo.id), isSame ? isNull(contributors.personEmail) : undefined));
  const personOf = parseMailmap(mailmap?.content ?? '');
  await inLots(rows, async (lot) => {
    const people = lot.map((row) => ({ row, person: personOf(row) }));
    const values = sql.join(
      people.map(
        ({ row, person }) =>
          sql`(${row.email}::text, ${person.email.slice(0, 500)}::text, ${person.name.slice(0, 500)}::text)`,
      ),
      sql`, `,
    );
    await ctx.db.execute(sql`
      update contributors set person_email = lower(known.person_email), person_name = known.person_name
      from (values ${values}) as known (email, person_email, person_name)
      where contributors.repo_id = ${stage.repo.id} and contributors.email = known.email`);
  });
  return mailmap?.sha ?? null;
}

/** A tip with a root that is not as it should be has none: its sync goes on all the same. */
async function readMailmap(dir: string, tip: string, signal: AbortSignal) {
  try {
    return await mailmapOf(dir, tip, { signal });
  } catch (error) {
    if (error instanceof AppError && error.kind === 'corrupt') return null;
    throw error;
  }
}
