// Drives one leased run: calls its function, saves what comes back, until it ends or has to wait.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '@/lib/log';
import type { ClaimedRun, StepRecord } from './claim';
import type { FunctionSpec } from './config';
import { defaultBackoff, parseWait } from './duration';
import { callFunction, type Handler, type Op, type Outcome } from './protocol';
import { type Lease, type Save, type SavedStep, saveRun } from './save';

/** What a step or a function may return, in bytes of JSON. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

/** Waits of 0.2 to 6.4 seconds lie between them: a database that restarts loses no step. */
const SAVE_TRIES = 7;

export interface DriveOptions {
  sql: Sql;
  log: Logger;
  handler: Handler;
  spec: FunctionSpec;
  lease: Lease;
  announcesFailed: boolean;
  announcesCompleted: boolean;
}

export class Drive {
  private readonly steps: Map<string, StepRecord>;
  private attempt: number;
  private isLost = false;
  private isEnded = false;
  private isStopping = false;
  /** Milliseconds after which the run, given back, may be taken up again; null while it may not. */
  waitMs: number | null = null;
  /** The run ended in a way that other functions listen for. */
  hasNews = false;

  constructor(
    private readonly run: ClaimedRun,
    private readonly o: DriveOptions,
  ) {
    this.steps = new Map(run.steps.map((step) => [step.id, step]));
    this.attempt = run.attempt;
  }

  get runId(): string {
    return this.run.id;
  }

  /** The run is no longer ours: nothing more is saved or called. */
  lose(): void {
    this.isLost = true;
  }

  /** Ends the drive after the step under way; the run is free for whoever comes next. */
  stop(): void {
    this.isStopping = true;
  }

  /** Resolves once the run has ended, waits for something, or is no longer ours. */
  async go(): Promise<void> {
    let isDirty = true;
    while (!this.isOver) {
      if (this.isStopping) return await this.release(0);
      const planned = [...this.steps.values()].filter((step) => step.state === 'planned');
      const due = planned.filter((step) => step.dueAt <= performance.now());
      if (due.length > 0) {
        await this.runPlanned(due);
        isDirty = true;
        continue;
      }
      if (planned.length > 0 && !isDirty) {
        return await this.release(Math.min(...planned.map((step) => step.dueAt)) - performance.now());
      }
      const outcome = await this.call({ attempt: this.attempt, isDiscovery: planned.length > 0 });
      if (this.isOver) return;
      const known = this.steps.size;
      await this.settle(outcome);
      isDirty = planned.length === 0 || this.steps.size > known;
    }
  }

  /** Saves steps that the SDK reports while its function goes on. False tells it to stop. */
  async checkpoint(ops: Op[]): Promise<boolean> {
    if (this.isOver) return false;
    await this.saveOps(ops, null);
    if (this.isStopping && !this.isOver) await this.release(0);
    return !this.isOver;
  }

  /** True once nothing more is to be done: the run ended, waits, or is no longer ours. */
  get isOver(): boolean {
    return this.isEnded || this.isLost;
  }

  private async call(o: { attempt: number; isDiscovery: boolean; stepId?: string }): Promise<Outcome> {
    const call = { run: this.run, spec: this.o.spec, steps: this.steps.values(), ...o };
    try {
      return await callFunction(this.o.handler, call);
    } catch (error) {
      this.o.log.error({ err: error, run: this.runId }, 'a function gave an answer that cannot be read');
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'error', error: { name: 'Protocol', message }, isRetriable: true, retryAfterMs: null };
    }
  }

  /** Functions with a limit run one step of a run at a time: the lease is one place in the limit, not several. */
  private async runPlanned(due: StepRecord[]): Promise<void> {
    const sleeps = due.filter((step) => step.kind === 'sleep');
    if (sleeps.length > 0) await this.save({ steps: sleeps.map((step) => this.finished(step, 'done', null)) });
    const runs = due.filter((step) => step.kind === 'run');
    if (this.o.spec.limits.length > 0) {
      for (const step of runs) {
        if (!this.isOver && !this.isStopping) await this.runStep(step);
      }
    } else {
      await Promise.all(runs.map((step) => this.runStep(step)));
    }
  }

  private async runStep(step: StepRecord): Promise<void> {
    const outcome = await this.call({ attempt: step.attempt, isDiscovery: false, stepId: step.id });
    if (this.isOver) return;
    if (outcome.kind === 'ops') return await this.saveOps(outcome.ops, outcome.retryAfterMs);
    if (outcome.kind === 'step-missing') {
      this.o.log.warn({ run: this.runId, step: step.name }, 'a planned step is gone from the code');
      await this.fail({ name: 'StepMissing', message: `The step "${step.name}" is no longer part of the function.` });
      return;
    }
    await this.settle(outcome);
  }

  private async settle(outcome: Outcome): Promise<void> {
    if (outcome.kind === 'ops') return await this.saveOps(outcome.ops, outcome.retryAfterMs);
    if (outcome.kind === 'done') return await this.complete(outcome.output);
    if (outcome.kind === 'error') {
      // An error while shutting down is the shutdown's, not the function's.
      if (this.isStopping) return await this.release(0);
      if (outcome.isRetriable && this.attempt + 1 < this.o.spec.maxAttempts) {
        return await this.retry(outcome.retryAfterMs);
      }
      return await this.fail(outcome.error);
    }
  }

  private async saveOps(ops: Op[], retryAfterMs: number | null): Promise<void> {
    const steps: SavedStep[] = [];
    let hasFailed = false;
    for (const op of ops) {
      const name = op.displayName ?? op.name ?? op.id;
      const known = this.steps.get(op.id);
      const base = known ?? this.record(op.id, name);
      if (op.opts?.parallelMode) return await this.refuse(`group.parallel (${name})`);
      switch (op.op) {
        case 'StepRun':
        case 'Step':
          steps.push(this.finished(base, 'done', op.data));
          break;
        case 'StepFailed':
          steps.push(this.finished(base, 'failed', op.error));
          break;
        case 'StepError':
          if (this.isStopping) return await this.release(0);
          if (!known) {
            hasFailed = true;
            break;
          }
          steps.push(this.planned(base, base.attempt + 1, retryAfterMs ?? defaultBackoff(base.attempt)));
          break;
        case 'StepPlanned':
          if (!known) steps.push(this.planned(base, 0, 0));
          break;
        case 'Sleep': {
          const wait = parseWait(op.name ?? '', Date.now());
          if (wait === null) return await this.refuse(`a sleep of "${op.name}"`);
          if (!known) steps.push(this.planned({ ...base, kind: 'sleep' }, 0, wait));
          break;
        }
        default:
          return await this.refuse(`${op.op} (${name})`);
      }
    }
    const tooLarge = steps.find((step) => Buffer.byteLength(step.output ?? '') > MAX_OUTPUT_BYTES);
    if (tooLarge) return await this.failTooLarge(`The step "${tooLarge.name}"`);
    if (hasFailed) return await this.retry(retryAfterMs, steps);
    await this.save({ steps, attempt: 0 });
  }

  private record(id: string, name: string): StepRecord {
    return { id, name, kind: 'run', state: 'planned', position: null, attempt: 0, dueAt: 0, output: null };
  }

  private planned(step: StepRecord, attempt: number, delayMs: number): SavedStep {
    this.steps.set(step.id, { ...step, attempt, dueAt: performance.now() + delayMs });
    return { ...this.row(step), attempt, delayMs };
  }

  private finished(step: StepRecord, state: 'done' | 'failed', output: unknown): SavedStep {
    const position = step.position ?? [...this.steps.values()].filter((other) => other.position !== null).length;
    this.steps.set(step.id, { ...step, state, position, output: output ?? null });
    return { ...this.row(step), state, position, output: JSON.stringify(output ?? null) };
  }

  private row({ id, name, kind, state, position, attempt }: StepRecord): SavedStep {
    return { id, name, kind, state, position, attempt, delayMs: 0, output: null };
  }

  private async retry(retryAfterMs: number | null, steps: SavedStep[] = []): Promise<void> {
    const delay = retryAfterMs ?? defaultBackoff(this.attempt);
    this.attempt += 1;
    this.isEnded = true;
    await this.save({ steps, attempt: this.attempt, releaseInMs: delay });
  }

  private async release(delayMs: number): Promise<void> {
    this.isEnded = true;
    await this.save({ releaseInMs: Math.max(0, delayMs) });
  }

  private async complete(output: unknown): Promise<void> {
    const json = JSON.stringify(output ?? null);
    if (Buffer.byteLength(json) > MAX_OUTPUT_BYTES) return await this.failTooLarge('The function');
    this.isEnded = true;
    await this.save({ end: { status: 'completed', output: json, isAnnounced: this.o.announcesCompleted } });
  }

  private async fail(error: unknown): Promise<void> {
    this.isEnded = true;
    const json = JSON.stringify(error ?? null);
    const isSmall = Buffer.byteLength(json) <= MAX_OUTPUT_BYTES;
    const output = isSmall ? json : JSON.stringify({ name: 'Error', message: json.slice(0, 2000) });
    await this.save({ end: { status: 'failed', output, isAnnounced: this.o.announcesFailed } });
  }

  private async failTooLarge(who: string): Promise<void> {
    await this.fail({ name: 'OutputTooLarge', message: `${who} returned more than ${MAX_OUTPUT_BYTES / 1024} KB.` });
  }

  private async refuse(what: string): Promise<void> {
    await this.fail({ name: 'Unsupported', message: `The embedded engine does not do ${what}.` });
  }

  private async save(save: Save): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        if (!(await saveRun(this.o.sql, this.o.lease, save))) return this.lose();
        this.waitMs = save.releaseInMs ?? null;
        this.hasNews = save.end?.isAnnounced ?? false;
        return;
      } catch (error) {
        this.o.log.warn({ err: error, run: this.runId, tries }, 'the engine could not save a step');
        if (tries < SAVE_TRIES) await sleep(2 ** tries * 100);
        // Whoever finds the lease ended goes on from what was saved.
        else return this.lose();
      }
    }
  }
}
