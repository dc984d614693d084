// What is known of a run's steps while it is driven, and what the SDK's reports add to it.

import { defaultBackoff, parseWait } from '../config/duration';
import type { StepRecord } from './claim';
import type { Op } from './protocol';
import type { SavedStep } from './save';

/** What a step or a function may return, in bytes of JSON. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

export type Verdict =
  /** Save the steps and go on. */
  | { kind: 'save'; steps: SavedStep[] }
  /** The step under way failed: save the others and come back to it later. */
  | { kind: 'retry'; steps: SavedStep[]; error: unknown }
  | { kind: 'complete'; steps: SavedStep[]; output: unknown }
  | { kind: 'fail'; error: { name: string; message: string } }
  /** Failures because of a shutdown do not count: as if the step had not begun. */
  | { kind: 'discard' };

export class StepBook {
  private readonly steps: Map<string, StepRecord>;
  private finishedCount: number;

  constructor(
    steps: StepRecord[],
    private readonly maxAttempts: number,
  ) {
    this.steps = new Map(steps.map((step) => [step.id, step]));
    this.finishedCount = steps.filter((step) => step.state !== 'planned').length;
  }

  get size(): number {
    return this.steps.size;
  }

  all(): StepRecord[] {
    return [...this.steps.values()];
  }

  planned(): StepRecord[] {
    return this.all().filter((step) => step.state === 'planned');
  }

  /** Ends sleeps that are over. */
  wake(sleeps: StepRecord[]): SavedStep[] {
    return sleeps.map((step) => this.finish(step, 'done', null));
  }

  /** Takes in what the SDK reports of one call or checkpoint. */
  read(ops: Op[], options: { retryAfterMs: number | null; isStopping: boolean }): Verdict {
    const steps: SavedStep[] = [];
    let failed: Op | undefined;
    let complete: Op | undefined;
    for (const op of ops) {
      const name = op.displayName ?? op.name ?? op.id;
      const known = this.steps.get(op.id);
      const base: StepRecord = known ?? {
        id: op.id,
        name,
        kind: 'run',
        state: 'planned',
        position: null,
        attempt: 0,
        dueAt: 0,
        output: null,
      };
      if (op.opts?.parallelMode) return refuse(`group.parallel (${name})`);
      if (options.isStopping && (op.op === 'StepError' || op.op === 'StepFailed')) return { kind: 'discard' };
      switch (op.op) {
        case 'StepRun':
        case 'Step':
          steps.push(this.finish(base, 'done', op.data));
          break;
        case 'StepFailed':
          steps.push(this.finish(base, 'failed', op.error));
          break;
        case 'StepError':
          // A planned step has attempts of its own; those of any other step are the function's.
          if (known && base.attempt + 1 >= this.maxAttempts) steps.push(this.finish(base, 'failed', op.error));
          else if (known)
            steps.push(this.plan(base, base.attempt + 1, options.retryAfterMs ?? defaultBackoff(base.attempt)));
          else failed = op;
          break;
        case 'StepPlanned':
          if (!known) steps.push(this.plan(base, 0, 0));
          break;
        case 'Sleep': {
          const wait = parseWait(op.name ?? '', Date.now());
          if (wait === null) return refuse(`a sleep of "${op.name}"`);
          if (!known) steps.push(this.plan({ ...base, kind: 'sleep' }, 0, wait));
          break;
        }
        case 'RunComplete':
          complete = op;
          break;
        default:
          return refuse(`${op.op} (${name})`);
      }
    }
    const large = steps.find((step) => isTooLarge(step.output));
    if (large) return tooLarge(`The step "${large.name}"`);
    if (complete) return { kind: 'complete', steps, output: complete.data };
    if (failed) return { kind: 'retry', steps, error: failed.error };
    return { kind: 'save', steps };
  }

  private plan(step: StepRecord, attempt: number, delayMs: number): SavedStep {
    this.steps.set(step.id, { ...step, attempt, dueAt: performance.now() + delayMs });
    return { ...row(step), attempt, delayMs };
  }

  private finish(step: StepRecord, state: 'done' | 'failed', output: unknown): SavedStep {
    const position = step.position ?? this.finishedCount++;
    this.steps.set(step.id, { ...step, state, position, output: output ?? null });
    return { ...row(step), state, position, output: JSON.stringify(output ?? null) };
  }
}

/** True for JSON that a step or a function may not return. */
export function isTooLarge(json: string | null): boolean {
  return json !== null && Buffer.byteLength(json) > MAX_OUTPUT_BYTES;
}

/** The failure of a step or function that returned too much. */
export function tooLarge(who: string): Extract<Verdict, { kind: 'fail' }> {
  const message = `${who} returned more than ${MAX_OUTPUT_BYTES / 1024} KB. Keep content elsewhere and return its id.`;
  return { kind: 'fail', error: { name: 'OutputTooLarge', message } };
}

function refuse(what: string): Verdict {
  return { kind: 'fail', error: { name: 'Unsupported', message: `The embedded engine does not do ${what}.` } };
}

function row({ id, name, kind, state, position, attempt }: StepRecord): SavedStep {
  return { id, name, kind, state, position, attempt, delayMs: 0, output: null };
}
