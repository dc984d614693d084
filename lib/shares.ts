// What one caller, all visitors and everybody may have at once: each limit is a row here.
import { isEmbedded } from '@/db/client';
import { callerNetwork } from './caller-network.mjs';
import { type Actor, tokenOf } from './context';
import { type Caller, FairShare, type Limits } from './fair-share';

/** What answers a request at all, by kind of request: those of one kind never wait for those of another. */
const REQUESTS = {
  pages: {
    places: 24,
    keptForPeople: 8,
    perVisitor: 8,
    perPerson: 16,
    waiting: 1000,
    waitingPerCaller: 200,
    refusal: 'Too many requests from your network are waiting already. Wait a moment and try again.',
    retryAfterSeconds: 5,
    // What is slow to send its body, or waits for a database that is busy, gives its turn to the next.
    leaseMs: 5000,
  },
  searches: {
    places: 16,
    keptForPeople: 6,
    perVisitor: 4,
    perPerson: 8,
    waiting: 400,
    waitingPerCaller: 60,
    refusal: 'Too many searches from your network are waiting already. Wait a moment and search again.',
    retryAfterSeconds: 5,
  },
  // One server of a company sends everything that is pushed there.
  webhooks: {
    places: 48,
    keptForPeople: 0,
    perVisitor: 24,
    perPerson: 24,
    waiting: 8000,
    waitingPerCaller: 4000,
    refusal: 'Too many webhooks from your network are waiting already. The schedule finds what they are about.',
    retryAfterSeconds: 30,
    leaseMs: 30_000,
  },
} satisfies Record<string, Limits>;

/** What answers need on their way. */
const WORK = {
  // Each takes a connection of the database for as long as it runs, and the embedded one has no other.
  search: {
    places: 4,
    keptForPeople: 1,
    perVisitor: 2,
    perPerson: 3,
    waiting: 400,
    waitingPerCaller: 60,
    refusal: 'Too many of your searches are waiting already. Wait a moment and search again.',
    retryAfterSeconds: 5,
  },
  // Questions to an embedding model, which may be another server's.
  models: {
    places: 8,
    keptForPeople: 3,
    perVisitor: 2,
    perPerson: 4,
    waiting: 200,
    waitingPerCaller: 30,
    refusal: 'Too many of your searches for a meaning are waiting already. Wait a moment and search again.',
    retryAfterSeconds: 5,
  },
  // Each asks the database four times a second for as long as it is open.
  streams: {
    places: 100,
    keptForPeople: 40,
    perVisitor: 12,
    perPerson: 24,
    waiting: 0,
    waitingPerCaller: 0,
    refusal: 'Too many runs are being followed from here right now. Ask for the run itself instead.',
    retryAfterSeconds: 10,
  },
  // Mebibytes of files that are held in memory until they have been sent.
  downloads: {
    places: 512,
    keptForPeople: 192,
    perVisitor: 128,
    perPerson: 256,
    waiting: 0,
    waitingPerCaller: 0,
    refusal: 'Too many large files are being sent to your network right now. Wait until some of them have come.',
    retryAfterSeconds: 10,
  },
  // Threads that colour and typeset: whose turn does not come in time is shown plain text.
  rendering: {
    places: 2,
    keptForPeople: 0,
    perVisitor: 1,
    perPerson: 2,
    waiting: 400,
    waitingPerCaller: 100,
    refusal: 'Too much is being rendered right now.',
    retryAfterSeconds: 5,
  },
  // Each is a git or several, with memory of their own, that read a repository for a page.
  mirrors: {
    places: 8,
    keptForPeople: 3,
    perVisitor: 2,
    perPerson: 4,
    waiting: 500,
    waitingPerCaller: 100,
    refusal: 'Too many pages of repositories are being read for your network right now. Wait a moment and try again.',
    retryAfterSeconds: 5,
  },
  // Answers to other gits that take a moment: which refs there are, what a request asks for.
  refs: {
    places: 8,
    keptForPeople: 3,
    perVisitor: 3,
    perPerson: 6,
    waiting: 500,
    waitingPerCaller: 100,
    refusal: 'Too many requests of git from your network are waiting already. Wait a moment and try again.',
    retryAfterSeconds: 10,
  },
  // Each is a git that packs, as long as its client takes; it leaves the processor to pages and searches.
  clones: {
    places: 6,
    keptForPeople: 2,
    perVisitor: 3,
    perPerson: 4,
    waiting: 400,
    waitingPerCaller: 100,
    refusal: 'Too many clones and fetches from your network are waiting already. Try again in a while.',
    retryAfterSeconds: 30,
  },
  pushes: {
    places: 4,
    keptForPeople: 0,
    perVisitor: 1,
    perPerson: 3,
    waiting: 100,
    waitingPerCaller: 30,
    refusal: 'Too many of your pushes are waiting already. Try again in a while.',
    retryAfterSeconds: 30,
  },
  // Each takes a core and 19 MiB for a while.
  passwords: {
    places: 2,
    keptForPeople: 0,
    perVisitor: 1,
    perPerson: 1,
    waiting: 400,
    waitingPerCaller: 30,
    refusal: 'Too many people are signing in from your network right now. Wait a moment and try again.',
    retryAfterSeconds: 5,
  },
} satisfies Record<string, Limits>;

/** The embedded database has one connection: while one search has it, all else waits for that one and for no other. */
const EMBEDDED_SEARCH = { places: 1, keptForPeople: 0, perVisitor: 1, perPerson: 1 };

export type RequestShare = keyof typeof REQUESTS;
export type WorkShare = keyof typeof WORK;
export type ShareName = `${RequestShare} (requests)` | WorkShare;

const holder = globalThis as typeof globalThis & { freshetShares?: Map<ShareName, FairShare> };

/** The share of that name in this process: one on globalThis, because Next loads modules more than once. */
function shareOf(name: ShareName, limits: () => Limits): FairShare {
  holder.freshetShares ??= new Map();
  const known = holder.freshetShares.get(name);
  if (known) return known;
  const made = new FairShare(limits());
  holder.freshetShares.set(name, made);
  return made;
}

export function requestShare(kind: RequestShare): FairShare {
  return shareOf(`${kind} (requests)`, () => REQUESTS[kind]);
}

export function workShare(kind: WorkShare): FairShare {
  return shareOf(kind, () => ({ ...WORK[kind], ...(kind === 'search' && isEmbedded() ? EMBEDDED_SEARCH : {}) }));
}

/** All that have been used so far. */
export function allShares(): Map<ShareName, FairShare> {
  return holder.freshetShares ?? new Map();
}

/** Whoever comes from this address and is nobody we know. */
export function networkCaller(address: string): Caller {
  return { key: `network ${callerNetwork(address)}`, isPerson: false };
}

/** Whose share an actor takes from; null for Freshet itself, which waits for nobody. */
export function callerOfActor(actor: Actor): Caller | null {
  if (actor.kind === 'system') return null;
  if (actor.kind === 'anonymous') return { key: `network ${actor.network ?? 'unknown'}`, isPerson: false };
  const token = tokenOf(actor);
  if (token) return { key: `token ${token.tokenId}`, isPerson: true };
  return { key: actor.kind === 'user' ? `person ${actor.userId}` : 'operator', isPerson: true };
}

/** Runs `work` in the actor's turn. Throws `limit` if too much of the actor's waits already. */
export async function inTurn<T>(
  kind: WorkShare,
  actor: Actor,
  work: () => Promise<T>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<T> {
  return await inShare(kind, callerOfActor(actor), work, options);
}

/** As `inTurn`, by caller; for null at once. */
export async function inShare<T>(
  kind: WorkShare,
  caller: Caller | null,
  work: () => Promise<T>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<T> {
  return caller ? await workShare(kind).run(caller, work, options) : await work();
}
