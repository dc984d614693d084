// Carries what happens on one host into its row: the log, line by line, and how far it is; at most twice a second.
import type { Context } from '@/lib/context';
import { OPEN_OUTCOMES_SQL } from '@/lib/deliveries/delivery-run';
import { redact } from '@/lib/log';

const EVERY_MS = 500;
/** Of the whole log; it is cut at its beginning. */
const MAX_LOG = 256_000;
/** Of one line, and of what waits to be written. */
const MAX_LINE = 2000;
const MAX_WAITING = 64_000;

export interface OutcomeLog {
  line(text: string): void;
  progress(done: number, total: number | null): void;
  /** Writes what is left; what cannot be written is lost and nothing else fails for it. */
  flush(): Promise<void>;
}

/** What others say is cut, without control characters and without what looks like a secret. */
export function openOutcomeLog({ db }: Pick<Context, 'db'>, runId: string, targetId: string): OutcomeLog {
  const sql = db.$client;
  let waiting = '';
  let progress: { done: number; total: number | null } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<unknown> = Promise.resolve();

  const write = () => {
    timer = null;
    const [text, at] = [waiting, progress];
    waiting = '';
    progress = null;
    writing = writing.then(() =>
      sql`
        update delivery_outcomes set log = right(log || ${text}::text, ${MAX_LOG}),
          progress_done = coalesce(${at?.done ?? null}::bigint, progress_done),
          progress_total = case when ${at !== null} then ${at?.total ?? null}::bigint else progress_total end
        where run_id = ${runId} and target_id = ${targetId} and status in ${sql.unsafe(OPEN_OUTCOMES_SQL)}
      `.catch(() => {}),
    );
  };
  const soon = () => {
    timer ??= setTimeout(write, EVERY_MS).unref();
  };
  return {
    line(text) {
      const now = new Date().toISOString().slice(11, 19);
      const clean = redact(text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim());
      const cut = clean.length > MAX_LINE ? `${clean.slice(0, MAX_LINE)}…` : clean;
      waiting = `${waiting}${now} ${cut}\n`;
      if (waiting.length > MAX_WAITING) waiting = `…\n${waiting.slice(-MAX_WAITING / 2)}`;
      soon();
    },
    progress(done, total) {
      progress = { done, total };
      soon();
    },
    async flush() {
      if (timer) {
        clearTimeout(timer);
        write();
      }
      await writing;
    },
  };
}
