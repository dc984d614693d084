// The embedded engine's state: events it took in, runs it owes, and the steps that are done.
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { at } from './columns';

/** `queued` has never started; `running` has, and is leased, waiting for a retry, or asleep. */
export const engineRunStatus = pgEnum('engine_run_status', ['queued', 'running', 'completed', 'failed', 'cancelled']);

/** Kept so that an event id counts once. */
export const engineEvents = pgTable(
  'engine_events',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    receivedAt: at().notNull().defaultNow(),
  },
  (t) => [index('engine_events_received_idx').on(t.receivedAt)],
);

/** JSON columns are text: outputs may hold what jsonb refuses, such as \u0000. */
export const engineRuns = pgTable(
  'engine_runs',
  {
    id: text().primaryKey(),
    functionId: text().notNull(),
    status: engineRunStatus().notNull().default('queued'),
    /** The triggering events, a JSON array. */
    events: text().notNull(),
    /** Failures so far of what runs next. */
    attempt: integer().notNull().default(0),
    /** Not to be taken up before. */
    availableAt: at().notNull().defaultNow(),
    startBy: at(),
    finishBy: at(),
    /** One per concurrency limit of the function, in its order. */
    limitKeys: text().array().notNull().default([]),
    /** What a cancelling event must produce to end this run. */
    cancelKeys: text().array().notNull().default([]),
    singletonKey: text(),
    debounceKey: text(),
    /** A debounced run waits no longer than this. */
    debounceUntil: at(),
    idempotencyKey: text(),
    leaseOwner: text(),
    leaseUntil: at(),
    /** Raised with every lease: what an earlier owner still wants to save is refused. */
    generation: integer().notNull().default(0),
    /** The function's result, or its error, as JSON. */
    output: text(),
    /** True until the functions that listen for this run's end have been queued. */
    isAnnouncing: boolean().notNull().default(false),
    createdAt: at().notNull().defaultNow(),
    startedAt: at(),
    endedAt: at(),
  },
  (t) => [
    index('engine_runs_open_idx').on(t.availableAt).where(sql`${t.endedAt} is null`),
    index('engine_runs_leased_idx').on(t.leaseUntil).where(sql`${t.leaseUntil} is not null`),
    index('engine_runs_announcing_idx').on(t.id).where(sql`${t.isAnnouncing}`),
    index('engine_runs_ended_idx').on(t.endedAt).where(sql`${t.endedAt} is not null`),
    uniqueIndex('engine_runs_singleton_key')
      .on(t.functionId, t.singletonKey)
      .where(sql`${t.singletonKey} is not null and ${t.endedAt} is null`),
    uniqueIndex('engine_runs_debounce_key')
      .on(t.functionId, t.debounceKey)
      .where(sql`${t.debounceKey} is not null and ${t.startedAt} is null and ${t.endedAt} is null`),
    uniqueIndex('engine_runs_idempotency_key').on(t.functionId, t.idempotencyKey),
  ],
);

export const engineStepState = pgEnum('engine_step_state', ['planned', 'done', 'failed']);
export const engineStepKind = pgEnum('engine_step_kind', ['run', 'sleep']);

export const engineSteps = pgTable(
  'engine_steps',
  {
    runId: text()
      .notNull()
      .references(() => engineRuns.id, { onDelete: 'cascade' }),
    /** The SDK's hash of the step's name and index. */
    id: text().notNull(),
    name: text().notNull(),
    kind: engineStepKind().notNull().default('run'),
    state: engineStepState().notNull(),
    /** Place in the order of completion, null while planned. */
    position: integer(),
    attempt: integer().notNull().default(0),
    availableAt: at().notNull().defaultNow(),
    /** Data or error as JSON. */
    output: text(),
    savedAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.id] })],
);
