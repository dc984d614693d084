// What goes on for webhooks after their senders have had their answer, so that a stop can wait for it. One set on
// globalThis, because Next loads instrumentation and routes as separate module instances.

const holder = globalThis as typeof globalThis & { freshetWebhookWork?: Set<Promise<unknown>> };

function underWay(): Set<Promise<unknown>> {
  holder.freshetWebhookWork ??= new Set();
  return holder.freshetWebhookWork;
}

/** Nobody waits for `work` but a stop: it handles its own errors. */
export function goOn(work: Promise<unknown>): void {
  const all = underWay();
  all.add(work);
  void work.finally(() => all.delete(work));
}

/** Resolves when nothing is left to do for the webhooks that were answered until then. */
export async function webhooksSettled(): Promise<void> {
  while (underWay().size > 0) await Promise.all(underWay());
}
