// How long one search may take, waiting for its turn not counted.
import { performance } from 'node:perf_hooks';

/** Time was up before all was looked at, and a part of it would not do. */
export class OutOfTime extends Error {
  constructor() {
    super('The time for this search ran out.');
    this.name = 'OutOfTime';
  }
}

export class Budget {
  private readonly endsAt: number;

  /** `ms` from now; `signal` ends the search before. */
  constructor(
    readonly ms: number,
    readonly signal?: AbortSignal,
  ) {
    this.endsAt = performance.now() + ms;
  }

  /** Milliseconds left, at least `least`: a statement that is not tried at all finds nothing. */
  left(least = 1): number {
    return Math.max(Math.ceil(this.endsAt - performance.now()), least);
  }

  isOver(): boolean {
    return performance.now() >= this.endsAt;
  }
}
