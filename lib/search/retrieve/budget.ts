// How long one search may take, waiting for its turn not counted.
import { performance } from 'node:perf_hooks';

export class Budget {
  private readonly endsAt: number;

  /** `ms` from now. */
  constructor(readonly ms: number) {
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
