// A thread beside the embedded database: sees what the database's own thread cannot while a query holds it.
import { utimesSync } from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {object} Watch
 * @property {BigInt64Array} state shared: [deadline in monotonic nanoseconds or 0, its number, 1 for a query and 0 for an idle transaction]
 * @property {number} parentPid
 * @property {string} lock touched for onlookers that cannot see our process
 * @property {number} heartbeatMs
 */

/** How long a query may take to notice that it was cancelled. */
const CANCEL_GRACE_NS = 10_000_000_000n;
/** How long an orphan may take for its last checkpoint. */
const ORPHAN_GRACE_MS = 3000;
const POLL_MS = 50;

const { state, parentPid, lock, heartbeatMs } = /** @type {Watch} */ (workerData);
let cancelled = -1n;
let orphanedAt = 0;
let touchedAt = 0;

setInterval(() => {
  watchQuery();
  watchParent();
  touch();
}, POLL_MS);
parentPort?.on('message', () => process.exit(0));

function watchQuery() {
  const deadline = Atomics.load(state, 0);
  const number = Atomics.load(state, 1);
  const now = process.hrtime.bigint();
  if (deadline === 0n || now < deadline) return;
  if (Atomics.load(state, 2) === 0n) end('A transaction stayed open without a word.');
  if (now > deadline + CANCEL_GRACE_NS) end('A query did not stop when it was cancelled.');
  if (cancelled === number) return;
  cancelled = number;
  // The inspector runs its messages inside a busy WebAssembly loop; nothing else in Node can.
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.evaluate', { expression: `freshetCancel(${number}n)` }, () => session.disconnect());
}

function watchParent() {
  if (process.ppid === parentPid) return;
  orphanedAt ||= Date.now();
  if (Date.now() - orphanedAt > ORPHAN_GRACE_MS) end('The process that started the database is gone.');
}

function touch() {
  const now = Date.now();
  if (now - touchedAt < heartbeatMs) return;
  touchedAt = now;
  try {
    utimesSync(lock, new Date(now), new Date(now));
  } catch {
    // The folder may be on its way out; the database notices by itself.
  }
}

/** @param {string} reason */
function end(reason) {
  process.stderr.write(`${reason}\n`);
  process.kill(process.pid, 'SIGKILL');
}
