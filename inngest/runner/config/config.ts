// Function configs as the SDK declares them, turned into what the embedded engine does; refuses what it does not.
import { z } from 'zod';
import { parseDuration } from './duration';
import { type EngineEvent, type Match, parseCondition, parseKey, parseMatch } from './expression';

type Key = (event: EngineEvent) => string | null;

export interface FunctionSpec {
  id: string;
  /** Where a call is posted to; the handler reads the function's id from it. */
  url: string;
  maxAttempts: number;
  triggers: { event: string; matches: (event: EngineEvent) => boolean }[];
  /** Cron expressions, with an optional `TZ=Area/City ` in front. */
  crons: string[];
  limits: { max: number; key: Key }[];
  cancels: { event: string; match: Match }[];
  singleton: { mode: 'skip' | 'cancel'; key: Key } | null;
  debounce: { key: Key; periodMs: number; timeoutMs: number | null } | null;
  idempotency: Key | null;
  startTimeoutMs: number | null;
  finishTimeoutMs: number | null;
}

const concurrencySchema = z.strictObject({
  limit: z.int().min(1),
  key: z.string().optional(),
  scope: z.literal('fn').optional(),
});
const configSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string().min(1), expression: z.string().optional() }),
      z.strictObject({ cron: z.string().min(1) }),
    ]),
  ),
  steps: z.strictObject({
    step: z.object({
      runtime: z.object({ type: z.literal('http'), url: z.url() }),
      retries: z.object({ attempts: z.int().min(0).optional() }).optional(),
    }),
  }),
  concurrency: z.union([z.int().min(1), concurrencySchema, z.array(concurrencySchema).min(1).max(2)]).optional(),
  cancel: z.array(z.strictObject({ event: z.string(), if: z.string().optional() })).optional(),
  singleton: z.strictObject({ mode: z.enum(['skip', 'cancel']), key: z.string().optional() }).optional(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() })
    .optional(),
  idempotency: z.string().optional(),
  timeouts: z.strictObject({ start: z.string().optional(), finish: z.string().optional() }).optional(),
});

/** A server's. */
const DEFAULT_RETRIES = 4;
const everything: Key = () => '';

/**
 * Reads the configs of an in-band sync. Throws an Error that names the function and the setting when one asks for
 * something that the embedded engine does not do.
 */
export function readConfigs(configs: unknown[]): FunctionSpec[] {
  return configs.map((config) => {
    // Options that are not set arrive as undefined or are left out; strict objects must see neither.
    const plain: unknown = JSON.parse(JSON.stringify(config));
    const parsed = configSchema.safeParse(plain);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`);
      throw refusal(z.object({ id: z.string() }).safeParse(plain).data?.id ?? 'without an id', issues.join('; '));
    }
    return readConfig(parsed.data);
  });
}

function readConfig(config: z.infer<typeof configSchema>): FunctionSpec {
  const refuse = (what: string) => refusal(config.id, what);
  const key = (option: string, text: string | undefined): Key => {
    if (text === undefined) return everything;
    const parsed = parseKey(text);
    if (!parsed) throw refuse(`${option}: the key "${text}" is not a path such as event.data.repo_id`);
    return parsed;
  };
  const duration = (option: string, text: string): number => {
    const parsed = parseDuration(text);
    if (parsed === null) throw refuse(`${option}: "${text}" is not a time such as 90s or 1h30m`);
    return parsed;
  };
  if (config.debounce && (config.singleton || config.idempotency)) {
    throw refuse('debounce: cannot be combined with singleton or idempotency');
  }
  const { concurrency = [], debounce, singleton, timeouts } = config;
  const limits = Array.isArray(concurrency)
    ? concurrency
    : [typeof concurrency === 'number' ? { limit: concurrency } : concurrency];
  return {
    id: config.id,
    url: config.steps.step.runtime.url,
    maxAttempts: (config.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    crons: config.triggers.flatMap((trigger) => ('cron' in trigger ? [trigger.cron] : [])),
    triggers: config.triggers.flatMap((trigger) => {
      if ('cron' in trigger) return [];
      if (trigger.event.includes('*')) throw refuse(`triggers: the pattern "${trigger.event}" is not a plain name`);
      const matches = trigger.expression === undefined ? () => true : parseCondition(trigger.expression);
      if (!matches) throw refuse(`triggers: the condition "${trigger.expression}" is not path == 'text'`);
      return [{ event: trigger.event, matches }];
    }),
    limits: limits.map((limit) => ({ max: limit.limit, key: key('concurrency', limit.key) })),
    cancels: (config.cancel ?? []).map((cancel) => {
      const match = parseMatch(cancel.if ?? '');
      if (!match) throw refuse(`cancelOn: "${cancel.if ?? ''}" is not event.data.x == async.data.x`);
      return { event: cancel.event, match };
    }),
    singleton: singleton ? { mode: singleton.mode, key: key('singleton', singleton.key) } : null,
    debounce: debounce
      ? {
          key: key('debounce', debounce.key),
          periodMs: duration('debounce.period', debounce.period),
          timeoutMs: debounce.timeout === undefined ? null : duration('debounce.timeout', debounce.timeout),
        }
      : null,
    idempotency: config.idempotency === undefined ? null : key('idempotency', config.idempotency),
    startTimeoutMs: timeouts?.start === undefined ? null : duration('timeouts.start', timeouts.start),
    finishTimeoutMs: timeouts?.finish === undefined ? null : duration('timeouts.finish', timeouts.finish),
  };
}

function refusal(id: string, what: string): Error {
  return new Error(`The function ${id} asks for something the embedded engine does not do. ${what}.`);
}
