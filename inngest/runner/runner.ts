// The embedded engine: claims runs as they become due, drives them, and keeps their leases while it lives.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '@/lib/log';
import { abortRun, holdSignal } from './abort';
import { announceEnds, listensFor } from './announce';
import type { FunctionSpec } from './config/config';
import type { EngineEvent } from './config/expression';
import { type Enqueued, type EnqueueOptions, enqueue, enqueueFor } from './enqueue';
import { dropLeases, renewLeases, sweepRuns } from './lease';
import { repairClock } from './repair-clock';
import { type ClaimedRun, claimRun } from './steps/claim';
import { Drive } from './steps/drive';
import type { Handler, Op } from './steps/protocol';

export interface RunnerOptions {
  sql: Sql;
  log: Logger;
  handler: Handler;
  specs: FunctionSpec[];
  /** Several processes may share the database. Without, this one is alone and leases left behind are void. */
  isNative: boolean;
  leaseMs?: number;
  pollMs?: number;
  /** Runs driven at once by this process, all functions together. */
  maxActive?: number;
}

interface Active {
  drive: Drive;
  generation: number;
  settled: Promise<void>;
}

/** How long a run that was taken from us still counts in the limits while its step winds down. */
const LINGER_MS = 60_000;

export class Runner {
  private readonly owner = randomUUID();
  private readonly active = new Map<string, Active>();
  private readonly enqueueOptions: EnqueueOptions;
  private readonly leaseMs: number;
  private readonly pollMs: number;
  private readonly maxActive: number;
  private pumping: Promise<void> | null = null;
  private pumpAgain = false;
  private isStopping = false;
  private wakeTimer: NodeJS.Timeout | undefined;
  private wakeTimerAt = Number.POSITIVE_INFINITY;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly options: RunnerOptions) {
    this.leaseMs = options.leaseMs ?? 10_000;
    this.pollMs = options.pollMs ?? 5_000;
    this.maxActive = options.maxActive ?? 16;
    this.enqueueOptions = {
      specs: options.specs,
      announcesCancelled: listensFor(options.specs, 'cancelled'),
      isNative: options.isNative,
    };
  }

  /** Starts taking up runs. Resolves once whatever was left behind has been looked at. */
  async start(): Promise<void> {
    if (!this.options.isNative) await dropLeases(this.options.sql);
    this.every(this.leaseMs / 4, () => this.beat());
    this.every(this.pollMs, () => this.sweep());
    await this.sweep();
  }

  /** Takes an event in; resolves once it is durable. Its functions start at once. */
  async send(event: EngineEvent): Promise<void> {
    this.follow(await enqueue(this.options.sql, event, this.enqueueOptions));
  }

  /** Queues one function at its scheduled time; the event's id keeps other processes from doing it again. */
  async tick(spec: FunctionSpec, event: EngineEvent): Promise<void> {
    this.follow(await enqueueFor(this.options.sql, spec, event, this.enqueueOptions));
  }

  private follow(enqueued: Enqueued): void {
    for (const id of enqueued.cancelled) this.drop(id, new Error('The run was cancelled.'));
    if (enqueued.cancelled.length > 0 && this.enqueueOptions.announcesCancelled) void this.guard(this.announce());
    if (enqueued.dueInMs !== null) this.wakeIn(enqueued.dueInMs);
  }

  /** Saves steps of a run that this process is driving. False tells the SDK that the run is no longer its own. */
  async checkpoint(runId: string, ops: Op[]): Promise<boolean> {
    return (await this.active.get(runId)?.drive.checkpoint(ops)) ?? false;
  }

  /** Looks for runs to take up, now. */
  wake(): void {
    this.pumpAgain = true;
    this.pumping ??= this.guard(this.pump()).finally(() => {
      this.pumping = null;
      if (this.pumpAgain) this.wake();
    });
  }

  /** What another process did: runs it cancelled (ids, separated by commas), or just that there is work. */
  hear(payload: string): void {
    for (const id of payload.split(',')) this.drop(id, new Error('The run was cancelled.'));
    this.wake();
  }

  /** Lets steps under way end for `graceMs`, then aborts them; gives back what was not finished. */
  async stop(graceMs: number): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearInterval(timer);
    clearTimeout(this.wakeTimer);
    await this.pumping;
    const beat = setInterval(() => void this.guard(this.beat()), this.leaseMs / 4);
    for (const { drive } of this.active.values()) drive.stop();
    if (!(await this.settles(graceMs))) {
      for (const id of this.active.keys()) abortRun(id, new Error('Freshet is shutting down.'));
      await this.settles(5_000);
    }
    clearInterval(beat);
  }

  private async settles(withinMs: number): Promise<boolean> {
    const abort = new AbortController();
    const all = Promise.all([...this.active.values()].map((active) => active.settled)).then(() => true);
    const late = sleep(withinMs, false, { signal: abort.signal }).catch(() => false);
    const isSettled = await Promise.race([all, late]);
    abort.abort();
    return isSettled;
  }

  private every(ms: number, work: () => Promise<void>): void {
    const timer = setInterval(() => void this.guard(work()), ms);
    this.timers.push(timer);
  }

  private async guard(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.options.log.error({ err: error }, 'the engine stumbled; it goes on at its next look');
    }
  }

  private async pump(): Promise<void> {
    while (this.pumpAgain) {
      this.pumpAgain = false;
      while (!this.isStopping && this.active.size < this.maxActive) {
        const run = await claimRun(this.options.sql, {
          owner: this.owner,
          leaseMs: this.leaseMs,
          specs: this.options.specs,
          active: [...this.active.keys()],
          isNative: this.options.isNative,
        });
        if (!run) break;
        this.take(run);
      }
    }
  }

  private take(run: ClaimedRun): void {
    const spec = this.options.specs.find((candidate) => candidate.id === run.functionId);
    if (!spec) throw new Error(`A run of the unknown function ${run.functionId} was claimed.`);
    const drive = new Drive(run, {
      sql: this.options.sql,
      log: this.options.log,
      handler: this.options.handler,
      spec,
      lease: { runId: run.id, owner: this.owner, generation: run.generation, leaseMs: this.leaseMs },
      announcesFailed: listensFor(this.options.specs, 'failed'),
      announcesCompleted: listensFor(this.options.specs, 'completed'),
    });
    const settled = this.drive(drive);
    this.active.set(run.id, { drive, generation: run.generation, settled });
  }

  private async drive(drive: Drive): Promise<void> {
    const letGo = holdSignal(drive.runId);
    try {
      await this.guard(drive.go());
    } finally {
      letGo();
      if (this.active.get(drive.runId)?.drive === drive) this.active.delete(drive.runId);
      if (drive.waitMs !== null) this.wakeIn(drive.waitMs);
      if (drive.hasNews) void this.guard(this.announce());
      this.wake();
    }
  }

  /** Stops work on a run that is no longer ours to do. */
  private drop(runId: string, why: Error): void {
    const active = this.active.get(runId);
    if (!active) return;
    active.drive.lose();
    abortRun(runId, why);
    setTimeout(() => {
      if (this.active.get(runId) === active) this.active.delete(runId);
    }, LINGER_MS).unref();
  }

  private wakeIn(ms: number): void {
    const at = performance.now() + ms;
    if (ms <= 0) this.wake();
    if (ms <= 0 || this.isStopping || at >= this.wakeTimerAt) return;
    clearTimeout(this.wakeTimer);
    this.wakeTimerAt = at;
    this.wakeTimer = setTimeout(
      () => {
        this.wakeTimerAt = Number.POSITIVE_INFINITY;
        void this.guard(this.sweep());
      },
      Math.min(ms, 2 ** 31 - 1),
    );
  }

  private async beat(): Promise<void> {
    if (this.active.size === 0) return;
    const before = [...this.active];
    const held = await renewLeases(this.options.sql, {
      owner: this.owner,
      leaseMs: this.leaseMs,
      runIds: before.map(([id]) => id),
    });
    for (const [id, active] of before) {
      if (this.active.get(id) === active && !held.has(`${id}:${active.generation}`) && !active.drive.isOver) {
        this.drop(id, new Error('The run was cancelled or taken over.'));
      }
    }
  }

  private async sweep(): Promise<void> {
    const seconds = await repairClock(this.options.sql, this.options);
    if (seconds > 0) this.options.log.warn({ seconds }, 'the clock was set back; what waits was moved with it');
    const { expired, nextInMs } = await sweepRuns(this.options.sql, this.enqueueOptions);
    for (const id of expired) this.drop(id, new Error('The run took longer than its time limit.'));
    await this.announce();
    if (nextInMs !== null) this.wakeIn(Math.max(1, nextInMs));
    this.wake();
  }

  private async announce(): Promise<void> {
    if ((await announceEnds(this.options.sql, this.enqueueOptions)) > 0) this.wake();
  }
}
