// Runs chores one after the other, each as a step: if one fails that is logged, and the others have their turn.
import type { Context } from '@/lib/context';
import { systemContext } from '../context';

type Step = { run: (name: string, work: () => Promise<unknown>) => Promise<unknown> };

/** What each chore did, by name; null for one that failed. It has its next turn with the next run. */
export async function runChores(
  step: Step,
  chores: Record<string, (ctx: Context) => Promise<unknown>>,
): Promise<Record<string, unknown>> {
  const done: Record<string, unknown> = {};
  for (const [name, chore] of Object.entries(chores)) {
    done[name] = await step.run(name, async () => {
      const ctx = systemContext();
      try {
        return await chore(ctx);
      } catch (error) {
        ctx.log.error({ err: error, chore: name }, 'a chore failed; it is tried again next time');
        return null;
      }
    });
  }
  return done;
}
