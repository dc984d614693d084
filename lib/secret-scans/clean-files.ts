// Remembers in which files nothing was found, so that only what changed is scanned again.
import { createHmac } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { secretScanCaches } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { ScanEntry } from './scanners/scanner';

/** A million files; what is beyond is scanned each time. */
const MOST_BYTES = 16 * 1024 ** 2;
const ENTRY_BYTES = 16;
/** Scanners and configurations that a repository has results of. */
const MOST_KEYS = 6;

/** Which files of a repository hold nothing that one scanner finds by one configuration. */
export class CleanFiles {
  readonly #known: Set<string>;
  readonly #seen = new Set<string>();
  #isChanged = false;

  private constructor(
    private readonly ctx: Pick<Context, 'db'>,
    private readonly about: { repoId: string; key: string; secret: Buffer },
    bytes: Buffer,
  ) {
    this.#known = new Set();
    const text = bytes.toString('latin1');
    for (let at = 0; at + ENTRY_BYTES <= text.length; at += ENTRY_BYTES) {
      this.#known.add(text.slice(at, at + ENTRY_BYTES));
    }
  }

  static async read(
    ctx: Pick<Context, 'db'>,
    about: { repoId: string; key: string; secret: Buffer },
  ): Promise<CleanFiles> {
    const [row] = await ctx.db.select().from(secretScanCaches).where(isIts(about));
    return new CleanFiles(ctx, about, row?.entries ?? Buffer.alloc(0));
  }

  /** True if nothing was found in it before. */
  has(entry: ScanEntry): boolean {
    const digest = this.#digest(entry);
    if (!this.#known.has(digest)) return false;
    this.#seen.add(digest);
    return true;
  }

  add(entry: ScanEntry): void {
    this.#seen.add(this.#digest(entry));
    this.#isChanged = true;
  }

  /** Keeps what was found; `isWhole` if every file was looked at, so that the others are gone. */
  async save({ isWhole }: { isWhole: boolean }): Promise<void> {
    const entries = isWhole ? this.#seen : new Set([...this.#known, ...this.#seen]);
    if (!this.#isChanged && entries.size === this.#known.size) return;
    const bytes = Buffer.from([...entries].slice(0, MOST_BYTES / ENTRY_BYTES).join(''), 'latin1');
    const { repoId, key } = this.about;
    await this.ctx.db.transaction(async (tx) => {
      await tx
        .insert(secretScanCaches)
        .values({ repoId, key, entries: bytes })
        .onConflictDoUpdate({
          target: [secretScanCaches.repoId, secretScanCaches.key],
          set: { entries: bytes, usedAt: sql`now()` },
        });
      await tx.execute(sql`
        delete from secret_scan_caches where repo_id = ${repoId}::uuid and key not in (
          select key from secret_scan_caches where repo_id = ${repoId}::uuid order by used_at desc, key limit ${MOST_KEYS})`);
    });
  }

  /** Keyed, so that nobody can make a file that is taken for another one. */
  #digest({ path, sha }: ScanEntry): string {
    const digest = createHmac('sha256', this.about.secret).update(`${sha}\0${path}`).digest();
    return digest.toString('latin1', 0, ENTRY_BYTES);
  }
}

function isIts({ repoId, key }: { repoId: string; key: string }) {
  return and(eq(secretScanCaches.repoId, repoId), eq(secretScanCaches.key, key));
}
