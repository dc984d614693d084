// The same small files, spread over as many repositories as one likes: made by SQL, without git.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/** Fills an empty database. One in ten repositories is private; what is in a file does not depend on how many there are. */
export async function fillRepos(db: Db, { repos, files }: { repos: number; files: number }): Promise<void> {
  await db.execute(sql`insert into orgs (name) select 'org' || n from generate_series(0, 9) n`);
  await db.execute(sql`
    insert into repos (org_id, name, status, is_public, default_branch, checked_at)
    select o.id, 'repo' || n, 'ready', n % 10 <> 3, 'main', now()
    from generate_series(0, ${repos}::int - 1) n join orgs o on o.name = 'org' || n % 10`);
  await db.execute(sql`
    insert into indexed_refs (repo_id, ref, commit_sha, indexed_at, file_count, size_bytes)
    select id, 'main', repeat('a', 40), now(), ${files}::int / ${repos}::int, 0 from repos`);
  await db.execute(sql`
    with texts as (
      select n, 'repo' || n % ${repos}::int as repo, 'package p' || n % 97 || E'\n\nfunc open' || n || '(request int) {\n' ||
        case when n % 3 = 0 then E'\thandler.open(request)\n' else E'\tother.close(request, handler)\n' end ||
        E'\ttoken' || n || E' := 1\n' || repeat(E'\tcall' || n % 1000 || E'(value)\n', 10) || E'}\n' as text
      from generate_series(0, ${files}::int - 1) n)
    insert into blobs (repo_id, sha, path_class, size_bytes, language, content, tsv)
    select r.id, md5(t.n::text), '', length(t.text), case when t.n % 2 = 0 then 'Go' else 'C' end, t.text,
      array_to_tsvector((select array_agg(distinct word) from regexp_split_to_table(lower(t.text), '[^a-z0-9]+') word where word <> ''))
    from texts t join repos r on r.name = t.repo`);
  await db.execute(sql`
    insert into files (repo_id, ref, path, blob_id, mode)
    select repo_id, 'main', 'src/part' || id % 10 || '/file' || id || '.go', id, 100644 from blobs`);
  await db.execute(sql`vacuum analyze`);
}
