// The part of Inngest's expressions that our functions use: a path, a literal, and one equality.

export interface EngineEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
}

interface Scope {
  event: EngineEvent;
  async?: EngineEvent;
}

interface Term {
  reads: 'event' | 'async' | 'nothing';
  value: (scope: Scope) => unknown;
}

const PATH = /^(event|async)((?:\.[A-Za-z_][A-Za-z0-9_]*)+)$/;
const LITERAL = /^(?:'([^'\\]*)'|"([^"\\]*)")$/;

function parseTerm(text: string): Term | null {
  const literal = LITERAL.exec(text);
  if (literal) return { reads: 'nothing', value: () => literal[1] ?? literal[2] };
  const path = PATH.exec(text);
  if (!path) return null;
  const root = path[1] as 'event' | 'async';
  const steps = (path[2] ?? '').slice(1).split('.');
  return {
    reads: root,
    value: (scope) =>
      steps.reduce<unknown>(
        (value, step) =>
          typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined,
        scope[root],
      ),
  };
}

/** A text that is equal for equal values, null if the event has none. */
function keyOf(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

/** Parses a key such as `event.data.repo_id`; null if it is anything else. */
export function parseKey(text: string): ((event: EngineEvent) => string | null) | null {
  const term = parseTerm(text.trim());
  if (!term || term.reads === 'async') return null;
  return (event) => keyOf(term.value({ event }));
}

/** Parses a condition such as `event.data.function_id == 'x'`; null if it is anything else. */
export function parseCondition(text: string): ((event: EngineEvent) => boolean) | null {
  const sides = text.split('==').map((side) => parseTerm(side.trim()));
  const [left, right] = sides;
  if (sides.length !== 2 || !left || !right || left.reads === 'async' || right.reads === 'async') return null;
  return (event) => {
    const key = keyOf(left.value({ event }));
    return key !== null && key === keyOf(right.value({ event }));
  };
}

export interface Match {
  /** Of the event that started the run. */
  started: (event: EngineEvent) => string | null;
  /** Of the event that arrives later; equal keys are a match. */
  arrived: (event: EngineEvent) => string | null;
}

/** Parses `event.data.x == async.data.x`, in either order; null if it is anything else. */
export function parseMatch(text: string): Match | null {
  const sides = text.split('==').map((side) => parseTerm(side.trim()));
  const own = sides.find((side) => side?.reads === 'event');
  const other = sides.find((side) => side?.reads === 'async');
  if (sides.length !== 2 || !own || !other) return null;
  return {
    started: (event) => keyOf(own.value({ event })),
    arrived: (event) => keyOf(other.value({ event, async: event })),
  };
}
