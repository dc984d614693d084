// Asks the database for what a caller must not wait for: the embedded one has one connection, and a question may queue
// behind an index run. One question at a time: callers that come while it is open share its answer.

export interface Unhurried<T> {
  /** The newest answer there is, which may be from before this question; null while there is none. */
  value: T | null;
  /** True if the last question that ended was answered, false if it failed, null while none has ended. */
  wasAnswered: boolean | null;
  /** The present question has been open for longer than the patience. */
  isStuck: boolean;
}

interface Patience {
  /** How long a caller waits for the first answer, and once there is one. */
  firstWaitMs: number;
  waitMs: number;
  /** How long a question may stay open before it counts as failed. */
  patienceMs: number;
}

/** Returns the function that asks; it never throws. */
export function unhurried<T>(options: Patience): (ask: () => Promise<T>) => Promise<Unhurried<T>> {
  let open: { startedAt: number; done: Promise<void> } | null = null;
  let value: T | null = null;
  let wasAnswered: boolean | null = null;

  const begin = (ask: () => Promise<T>) => {
    const done = ask()
      .then(
        (answer) => {
          value = answer;
          wasAnswered = true;
        },
        () => {
          wasAnswered = false;
        },
      )
      .finally(() => {
        open = null;
      });
    return { startedAt: performance.now(), done };
  };

  return async (ask) => {
    open ??= begin(ask);
    const { done } = open;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, wasAnswered === null ? options.firstWaitMs : options.waitMs).unref();
    });
    await Promise.race([done, enough]);
    clearTimeout(timer);
    return { value, wasAnswered, isStuck: open !== null && performance.now() - open.startedAt > options.patienceMs };
  };
}
