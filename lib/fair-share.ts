// Shares what is scarce between those who ask for it: so many places at once, so many for one caller, the rest wait in a
// bounded queue. Whose turn it is goes round the callers, people before visitors, so that what one of them asks for a
// thousand times holds up nobody else.
import { setMaxListeners } from 'node:events';
import { AppError } from '@/lib/errors';

/** Whose share something is taken from. */
export interface Caller {
  /** One for each person, and one for each network that visitors come from. */
  key: string;
  isPerson: boolean;
}

export interface Limits {
  /** How much there is at once: places, or whatever a weight counts. */
  places: number;
  /** Of these, what visitors leave free. */
  keptForPeople: number;
  perVisitor: number;
  perPerson: number;
  /** How many may wait, all together and of one caller. */
  waiting: number;
  waitingPerCaller: number;
  /** What who is refused is told, and after how many seconds it is worth trying again. */
  refusal: string;
  retryAfterSeconds: number;
  /** A place counts as free after so many milliseconds, whatever still holds it. Default: when it is given back. */
  leaseMs?: number;
}

/** Gives a place back; calling it again does nothing. */
export type GiveBack = () => void;

const KINDS = ['people', 'visitors'] as const;
type Kind = (typeof KINDS)[number];

interface Waiting {
  caller: Caller;
  weight: number;
  begin: (giveBack: GiveBack) => void;
  refuse: () => void;
}

export class FairShare {
  readonly limits: Limits;
  readonly #taken = new Map<string, number>();
  readonly #sums: Record<Kind, number> = { people: 0, visitors: 0 };
  readonly #refused: Record<Kind, number> = { people: 0, visitors: 0 };
  /** Those who wait, by caller, the callers in the order of their turns. */
  readonly #queues: Record<Kind, Map<string, Waiting[]>> = { people: new Map(), visitors: new Map() };

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** What is taken, how many wait, and how many were refused so far. */
  state(kind: Kind): { taken: number; waiting: number; refused: number } {
    return { taken: this.#sums[kind], waiting: countOf(this.#queues[kind]), refused: this.#refused[kind] };
  }

  /**
   * Resolves with what gives the place back, once there is one for this caller. Throws `limit` with
   * `retryAfterSeconds` if too many wait already, and the signal's reason if it aborts before.
   * What takes the room of several has a `weight`; it counts as no more than one caller may have.
   */
  async take(caller: Caller, options: { signal?: AbortSignal | undefined; weight?: number } = {}): Promise<GiveBack> {
    const { signal } = options;
    signal?.throwIfAborted();
    const weight = Math.min(Math.max(1, Math.ceil(options.weight ?? 1)), this.#perCaller(caller));
    if (this.#fits(caller, weight)) return this.#hold(caller, weight);
    this.#makeRoomToWait(caller);
    const queue = this.#queues[kindOf(caller)];
    return await new Promise<GiveBack>((resolve, reject) => {
      const leave = () => {
        removeFrom(queue, waiting);
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', leave);
      const waiting: Waiting = {
        caller,
        weight,
        begin: (giveBack) => {
          settled();
          resolve(giveBack);
        },
        refuse: () => {
          settled();
          reject(this.#refusal(caller));
        },
      };
      if (signal) {
        // One request may have much that waits: how much is bounded here, and each leaves when it is its turn.
        setMaxListeners(0, signal);
        signal.addEventListener('abort', leave, { once: true });
      }
      queue.set(caller.key, [...(queue.get(caller.key) ?? []), waiting]);
    });
  }

  /** Runs `work` with a place, and gives it back whatever comes of it. Throws as `take`, and what `work` throws. */
  async run<T>(caller: Caller, work: () => Promise<T>, options: { signal?: AbortSignal | undefined } = {}): Promise<T> {
    const giveBack = await this.take(caller, options);
    try {
      return await work();
    } finally {
      giveBack();
    }
  }

  #perCaller({ isPerson }: Caller): number {
    return isPerson ? this.limits.perPerson : this.limits.perVisitor;
  }

  #fits(caller: Caller, weight: number): boolean {
    const { places, keptForPeople } = this.limits;
    const { people, visitors } = this.#sums;
    return (
      (this.#taken.get(caller.key) ?? 0) + weight <= this.#perCaller(caller) &&
      people + visitors + weight <= places &&
      (caller.isPerson || visitors + weight <= places - keptForPeople)
    );
  }

  #hold(caller: Caller, weight: number): GiveBack {
    this.#add(caller, weight);
    let isHeld = true;
    const giveBack = () => {
      if (!isHeld) return;
      isHeld = false;
      clearTimeout(timer);
      this.#add(caller, -weight);
      this.#goRound();
    };
    const timer = this.limits.leaseMs === undefined ? undefined : setTimeout(giveBack, this.limits.leaseMs).unref();
    return giveBack;
  }

  #add(caller: Caller, weight: number): void {
    const taken = (this.#taken.get(caller.key) ?? 0) + weight;
    if (taken > 0) this.#taken.set(caller.key, taken);
    else this.#taken.delete(caller.key);
    this.#sums[kindOf(caller)] += weight;
  }

  /** Lets all begin who can: after each, it is the next caller's turn. */
  #goRound(): void {
    for (const kind of KINDS) {
      const queue = this.#queues[kind];
      for (let next = this.#nextOf(queue); next; next = this.#nextOf(queue)) {
        removeFrom(queue, next);
        const rest = queue.get(next.caller.key);
        if (rest) {
          queue.delete(next.caller.key);
          queue.set(next.caller.key, rest);
        }
        next.begin(this.#hold(next.caller, next.weight));
      }
    }
  }

  #nextOf(queue: Map<string, Waiting[]>): Waiting | undefined {
    for (const [first] of queue.values()) if (first && this.#fits(first.caller, first.weight)) return first;
    return undefined;
  }

  /** Whether one more of this caller's would be refused, and with what; null if it would not. */
  refusalOf(caller: Caller): AppError | null {
    return this.#fits(caller, 1) || this.#roomFor(caller) ? null : this.#refusal(caller);
  }

  #makeRoomToWait(caller: Caller): void {
    const room = this.#roomFor(caller);
    if (room === null) throw this.#refusal(caller);
    if (room === 'free') return;
    removeFrom(this.#queues[kindOf(room.caller)], room);
    room.refuse();
  }

  /** A full queue is full of somebody: the newest of whoever waits for most goes, a visitor's before a person's. */
  #roomFor(caller: Caller): 'free' | Waiting | null {
    const { waiting, waitingPerCaller } = this.limits;
    const own = this.#queues[kindOf(caller)].get(caller.key)?.length ?? 0;
    if (own >= waitingPerCaller) return null;
    if (KINDS.reduce((sum, kind) => sum + countOf(this.#queues[kind]), 0) < waiting) return 'free';
    const longest = longestOf(this.#queues.visitors) ?? (caller.isPerson ? longestOf(this.#queues.people) : undefined);
    const last = longest?.at(-1);
    const goesBefore = caller.isPerson && last?.caller.isPerson === false;
    return last && (goesBefore || (longest?.length ?? 0) > own + 1) ? last : null;
  }

  #refusal(caller: Caller): AppError {
    this.#refused[kindOf(caller)]++;
    return new AppError('limit', this.limits.refusal, {
      retryable: true,
      retryAfterSeconds: this.limits.retryAfterSeconds,
      title: 'Too much at once',
    });
  }
}

function kindOf({ isPerson }: Caller): Kind {
  return isPerson ? 'people' : 'visitors';
}

function countOf(queue: Map<string, Waiting[]>): number {
  let count = 0;
  for (const waiting of queue.values()) count += waiting.length;
  return count;
}

function longestOf(queue: Map<string, Waiting[]>): Waiting[] | undefined {
  let longest: Waiting[] | undefined;
  for (const waiting of queue.values()) if (waiting.length > (longest?.length ?? 0)) longest = waiting;
  return longest;
}

function removeFrom(queue: Map<string, Waiting[]>, gone: Waiting): void {
  const rest = queue.get(gone.caller.key)?.filter((waiting) => waiting !== gone) ?? [];
  if (rest.length > 0) queue.set(gone.caller.key, rest);
  else queue.delete(gone.caller.key);
}
