// Writes plan entries of one branch in batches, leaving out what the index cannot hold.
import { and, eq } from 'drizzle-orm';
import { planEntries } from '@/db/schema';
import type { Context } from '@/lib/context';
import { pathProblem } from '@/lib/git/escape-path';
import type { TreeClasses } from './tree-classes';

const BATCH = 1000;
const SUBMODULE_MODE = 160000;

interface Row {
  path: string;
  op: 'put' | 'remove';
  sha: string | null;
  pathClass: string | null;
  mode: number | null;
}

export class PlanWriter {
  /** Paths left out. */
  skipped = 0;
  private rows: Row[] = [];

  constructor(
    private readonly ctx: Pick<Context, 'db'>,
    private readonly target: { runId: string; ref: string },
    private readonly classes: Pick<TreeClasses, 'of'>,
  ) {}

  /** A path that is to show this content. A submodule has no content: a file that stood there before is removed. */
  async put(path: string, mode: number, sha: string): Promise<void> {
    if (mode === SUBMODULE_MODE) return this.remove(path);
    if (pathProblem(path)) return this.skip();
    await this.add({ path, op: 'put', sha, pathClass: await this.classes.of(path, mode), mode });
  }

  /** A path that the index does not take. */
  skip(): void {
    this.skipped++;
  }

  async remove(path: string): Promise<void> {
    const problem = pathProblem(path);
    if (problem !== null && problem !== 'dangerous_name') return;
    await this.add({ path, op: 'remove', sha: null, pathClass: null, mode: null });
  }

  async flush(): Promise<void> {
    const { rows } = this;
    this.rows = [];
    if (rows.length === 0) return;
    const { runId, ref } = this.target;
    await this.ctx.db.$client`
      insert into plan_entries (run_id, ref, path, op, sha, path_class, mode)
      select ${runId}, ${ref}, path, op::plan_op, sha, path_class, mode from unnest(
        ${rows.map((row) => row.path)}::text[], ${rows.map((row) => row.op)}::text[], ${rows.map((row) => row.sha)}::text[],
        ${rows.map((row) => row.pathClass)}::text[], ${rows.map((row) => row.mode)}::int[]
      ) as entry (path, op, sha, path_class, mode)
      on conflict do nothing`;
  }

  /** Takes back everything written for this branch. */
  async startOver(): Promise<void> {
    this.rows = [];
    this.skipped = 0;
    const { runId, ref } = this.target;
    await this.ctx.db.delete(planEntries).where(and(eq(planEntries.runId, runId), eq(planEntries.ref, ref)));
  }

  private async add(row: Row): Promise<void> {
    this.rows.push(row);
    if (this.rows.length >= BATCH) await this.flush();
  }
}
