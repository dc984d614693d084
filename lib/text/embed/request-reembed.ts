// Asks for the vectors of every model that is new to this installation.
import type { Context } from '@/lib/context';
import { ensureModels } from './models';

/** Until they are complete, queries use the models before it. Returns how many models are on their way. */
export async function requestReembed(ctx: Context): Promise<number> {
  const waiting = await ensureModels(ctx);
  for (const { id, name } of waiting) {
    await ctx.send({
      name: 'models/reembed.requested',
      id: `${name}:reembed:${Date.now()}`,
      data: { model_id: id },
    });
  }
  return waiting.length;
}
