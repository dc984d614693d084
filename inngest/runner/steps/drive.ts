// Drives one leased run: calls its function, saves what comes back, until it ends or has to wait.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '@/lib/log';
import type { FunctionSpec } from '../config/config';
import { defaultBackoff } from '../config/duration';
import type { ClaimedRun, StepRecord } from './claim';
import { callFunction, type Handler, type Op, type Outcome } from './protocol';
import { type Lease, type Save, type SavedStep, saveRun } from './save';
import { isTooLarge, StepBook, tooLarge } from './step-book';

/** With waits of 0.2 to 6.4 seconds between them, so that no step is lost if the database restarts. */
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
  private readonly book: StepBook;
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
    private readonly options: DriveOptions,
  ) {
    this.book = new StepBook(run.steps, options.spec.maxAttempts);
    this.attempt = run.attempt;
  }

  get runId(): string {
    return this.run.id;
  }

  /** True once nothing more is to be done: the run ended, waits, or is no longer ours. */
  get isOver(): boolean {
    return this.isEnded || this.isLost;
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
      const planned = this.book.planned();
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
      const known = this.book.size;
      await this.settle(outcome);
      isDirty = planned.length === 0 || this.book.size > known;
    }
  }

  /** Saves steps that the SDK reports while its function goes on. False tells it to stop. */
  async checkpoint(ops: Op[]): Promise<boolean> {
    if (this.isOver) return false;
    await this.settle({ kind: 'ops', ops, retryAfterMs: null });
    if (this.isStopping && !this.isOver) await this.release(0);
    return !this.isOver;
  }

  private async call(options: { attempt: number; isDiscovery: boolean; stepId?: string }): Promise<Outcome> {
    const call = { run: this.run, spec: this.options.spec, steps: this.book.all(), ...options };
    try {
      return await callFunction(this.options.handler, call);
    } catch (error) {
      this.options.log.error({ err: error, run: this.runId }, 'a function gave an answer that cannot be read');
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'error', error: { name: 'Protocol', message }, isRetriable: true, retryAfterMs: null };
    }
  }

  /** Functions with a limit run one step of a run at a time: the lease is one place in the limit, not several. */
  private async runPlanned(due: StepRecord[]): Promise<void> {
    const sleeps = due.filter((step) => step.kind === 'sleep');
    if (sleeps.length > 0) await this.save({ steps: this.book.wake(sleeps) });
    const runs = due.filter((step) => step.kind === 'run');
    if (this.options.spec.limits.length === 0) {
      await Promise.all(runs.map((step) => this.runStep(step)));
      return;
    }
    for (const step of runs) {
      if (!this.isOver && !this.isStopping) await this.runStep(step);
    }
  }

  private async runStep(step: StepRecord): Promise<void> {
    const outcome = await this.call({ attempt: step.attempt, isDiscovery: false, stepId: step.id });
    if (!this.isOver) await this.settle(outcome, step);
  }

  /** Saves what a call came to. `step` is the planned step that was called, if it was one. */
  private async settle(outcome: Outcome, step?: StepRecord): Promise<void> {
    switch (outcome.kind) {
      case 'done':
        return await this.complete(outcome.output, []);
      case 'step-missing':
        return await this.fail({
          name: 'StepMissing',
          message: `The step "${step?.name ?? ''}" is no longer part of the function.`,
        });
      case 'error':
        // While shutting down, an error is the shutdown's and not the function's.
        if (this.isStopping) return;
        if (outcome.isRetriable) return await this.retry(outcome.error, outcome.retryAfterMs, []);
        return await this.fail(outcome.error);
      case 'ops': {
        const verdict = this.book.read(outcome.ops, { ...outcome, isStopping: this.isStopping });
        if (verdict.kind === 'save') return await this.save({ steps: verdict.steps, attempt: this.resetAttempt() });
        if (verdict.kind === 'retry') return await this.retry(verdict.error, outcome.retryAfterMs, verdict.steps);
        if (verdict.kind === 'complete') return await this.complete(verdict.output, verdict.steps);
        if (verdict.kind === 'fail') return await this.fail(verdict.error);
      }
    }
  }

  /** The step that succeeded may have been a retry; the next one starts to count anew. */
  private resetAttempt(): number {
    this.attempt = 0;
    return 0;
  }

  private async retry(error: unknown, retryAfterMs: number | null, steps: SavedStep[]): Promise<void> {
    if (this.attempt + 1 >= this.options.spec.maxAttempts) return await this.fail(error);
    const delay = retryAfterMs ?? defaultBackoff(this.attempt);
    this.attempt += 1;
    await this.end({ steps, attempt: this.attempt, releaseInMs: delay });
  }

  private async release(delayMs: number): Promise<void> {
    await this.end({ releaseInMs: Math.max(0, delayMs) });
  }

  private async complete(output: unknown, steps: SavedStep[]): Promise<void> {
    const json = JSON.stringify(output ?? null);
    if (isTooLarge(json)) return await this.fail(tooLarge('The function').error);
    await this.end({ steps, end: { status: 'completed', output: json, isAnnounced: this.options.announcesCompleted } });
  }

  private async fail(error: unknown): Promise<void> {
    const json = JSON.stringify(error ?? null);
    const output = isTooLarge(json) ? JSON.stringify({ name: 'Error', message: json.slice(0, 2000) }) : json;
    await this.end({ end: { status: 'failed', output, isAnnounced: this.options.announcesFailed } });
  }

  private async end(save: Save): Promise<void> {
    this.isEnded = true;
    await this.save(save);
  }

  private async save(save: Save): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        if (!(await saveRun(this.options.sql, this.options.lease, save))) return this.lose();
        this.waitMs = save.releaseInMs ?? null;
        this.hasNews = save.end?.isAnnounced ?? false;
        return;
      } catch (error) {
        this.options.log.warn({ err: error, run: this.runId, tries }, 'the engine could not save a step');
        if (tries < SAVE_TRIES) await sleep(2 ** tries * 100);
        // Whoever finds the lease ended goes on from what was saved.
        else return this.lose();
      }
    }
  }
}
