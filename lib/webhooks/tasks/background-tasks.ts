// What goes on for webhooks after their senders have had their answer, so that a stop can wait for it. One set on
// globalThis, because Next loads instrumentation and routes as separate module instances.

const holder = globalThis as typeof globalThis & { freshetWebhookTasks?: Set<Promise<unknown>> };

function openTasks(): Set<Promise<unknown>> {
  holder.freshetWebhookTasks ??= new Set();
  return holder.freshetWebhookTasks;
}

/** Only a stop waits for `task`, so it must never reject. */
export function trackBackgroundTask(task: Promise<unknown>): void {
  const tasks = openTasks();
  tasks.add(task);
  void task.finally(() => tasks.delete(task));
}

/** Resolves when nothing is left to do for the webhooks that were answered until then. */
export async function webhooksSettled(): Promise<void> {
  while (openTasks().size > 0) await Promise.all(openTasks());
}
