// What a module of worker threads makes its tasks with.

/**
 * Tasks whose time runs from when they begin to work. Each is called with `begin`, for those that load something first:
 * the others have begun when they are called.
 * @template {Record<string, (task: any, begin: () => void) => unknown>} T
 * @param {T} tasks
 * @param {{ loading?: string[] }} [options] names of the tasks that call `begin` themselves
 */
export function timedTasks(tasks, { loading = [] } = {}) {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, work]) => [
      name,
      /** @param {{ task: unknown, begun: import('node:worker_threads').MessagePort }} message */
      async ({ task, begun }) => {
        const begin = () => begun.postMessage(null);
        if (!loading.includes(name)) begin();
        try {
          return await work(task, begin);
        } finally {
          begun.close();
        }
      },
    ]),
  );
}
