// Many clients who ask at the same time, each its next question as soon as it has its answer.
import { performance } from 'node:perf_hooks';

export interface Together {
  /** Milliseconds of each answer. */
  times: number[];
  errors: number;
}

/** Each client begins at another of `queries`, and ends with the first answer after `seconds`. */
export async function askTogether(
  queries: string[],
  ask: (q: string) => Promise<void>,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Together> {
  const together: Together = { times: [], errors: 0 };
  const endsAt = performance.now() + seconds * 1000;
  const client = async (first: number) => {
    for (let i = first * 13; performance.now() < endsAt; i++) {
      const startedAt = performance.now();
      try {
        await ask(queries[i % queries.length]!);
        together.times.push(performance.now() - startedAt);
      } catch {
        together.errors++;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
  return together;
}
