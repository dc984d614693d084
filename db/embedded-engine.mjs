// PGlite made fit to serve: durable on power loss, queries that end at their limit, checkpoints of its own.
import { fsyncSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { vector } from '@electric-sql/pglite-pgvector';
import { answerTogether } from './answer-together.mjs';
import { HEARTBEAT_MS } from './embedded-lock.mjs';

/** For statements without a statement_timeout of their own: vacuum, publish and delete of the largest repositories. */
const DEFAULT_LIMIT_MS = 15 * 60_000;
/** A transaction that says nothing for so long waits for itself: there is one connection. */
const IDLE_TRANSACTION_MS = 60_000;
/** The log grows to a few times what came in; PGlite alone never writes a checkpoint. */
const CHECKPOINT_BYTES = 32 * 1024 ** 2;
const CHECKPOINT_INTERVAL_MS = 60_000;

/** Postgres's variables lie together, before the heap with its copies of settings. */
const STATIC_DATA_BYTES = 1024 ** 2;

const SYNC = 0x53;
const QUERY = 0x51;

/** PGlite's file system has no fsync, so a power cut would lose what was committed. */
class DurableFS extends NodeFS {
  /**
   * @override
   * @param {PGlite} pg
   * @param {Parameters<NodeFS['init']>[1]} options
   */
  async init(pg, options) {
    const result = await super.init(pg, options);
    result.emscriptenOpts.preRun?.push((/** @type {any} */ module) => {
      module.FS.filesystems.NODEFS.stream_ops.fsync = (/** @type {{ nfd?: number }} */ stream) => {
        if (stream.nfd !== undefined) fsyncSync(stream.nfd);
        return 0;
      };
    });
    return result;
  }
}

/**
 * Opens (or makes) the database in `folder`; a durable one is on the disk when a commit returns.
 * @param {string} folder
 * @param {boolean} isDurable
 */
export function openPGlite(folder, isDurable) {
  const fsync = isDurable ? 'fsync=on' : 'fsync=off';
  return PGlite.create({
    fs: new DurableFS(folder),
    extensions: { vector, pg_trgm },
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      ...[fsync, 'wal_sync_method=fsync', 'max_wal_size=256MB', 'work_mem=16MB'].flatMap((s) => ['-c', s]),
    ],
  });
}

/**
 * Addresses of Postgres's own flags, and the memory that they lie in.
 * @typedef {{ wasmMemory: WebAssembly.Memory, _InterruptPending: number, _QueryCancelPending: number }} Internals
 */

/**
 * Bounds every statement by its statement_timeout (which PGlite itself ignores) and writes checkpoints.
 * `fail` is called when the database cannot go on.
 * @param {PGlite} database
 * @param {{ lock: string, parentPid: number, fail: (error: unknown) => void }} watch
 */
export async function guard(database, watch) {
  const internals = /** @type {{ Module: Internals }} */ (/** @type {unknown} */ (database)).Module;
  const limitAddress = await findStatementTimeout(database, internals);
  const words = () => new Int32Array(internals.wasmMemory.buffer);
  const state = new BigInt64Array(new SharedArrayBuffer(24));
  const worker = new Worker(new URL('./embedded-watchdog.mjs', import.meta.url), {
    workerData: { state, parentPid: watch.parentPid, lock: watch.lock, heartbeatMs: HEARTBEAT_MS },
    execArgv: [],
  });
  worker.on('error', watch.fail);
  /** @param {number} ms @param {boolean} isQuery */
  const setDeadline = (ms, isQuery) => {
    Atomics.store(state, 0, 0n);
    Atomics.add(state, 1, 1n);
    Atomics.store(state, 2, isQuery ? 1n : 0n);
    if (ms > 0) Atomics.store(state, 0, process.hrtime.bigint() + BigInt(ms) * 1_000_000n);
  };
  let cancelled = false;
  Object.assign(globalThis, {
    /** @param {bigint} number */
    freshetCancel: (number) => {
      if (Atomics.load(state, 1) !== number) return;
      cancelled = true;
      const memory = words();
      memory[internals._QueryCancelPending >> 2] = 1;
      memory[internals._InterruptPending >> 2] = 1;
    },
  });

  const execute = answerTogether(database.execProtocolRawStream.bind(database));
  let bytes = 0;
  let isBetween = true;
  const checkpoint = async () => {
    bytes = 0;
    await execute(simpleQuery('CHECKPOINT'), { onRawData: () => {} });
  };
  database.execProtocolRawStream = async (message, options) => {
    try {
      setDeadline(words()[limitAddress] || DEFAULT_LIMIT_MS, true);
      await execute(message, options);
      if (cancelled) {
        cancelled = false;
        words()[internals._QueryCancelPending >> 2] = 0;
      }
      bytes += message.length;
      isBetween = message[0] === SYNC || message[0] === QUERY;
      const isOpen = database.isInTransaction();
      setDeadline(isOpen ? IDLE_TRANSACTION_MS : 0, false);
      if (isBetween && !isOpen && bytes > CHECKPOINT_BYTES) await checkpoint();
    } catch (error) {
      watch.fail(error);
      throw error;
    }
  };
  const timer = setInterval(() => {
    if (bytes === 0) return;
    database
      .runExclusive(async () => {
        if (isBetween && !database.isInTransaction()) await checkpoint();
      })
      .catch(watch.fail);
  }, CHECKPOINT_INTERVAL_MS);
  return {
    /** To be called while nothing else runs; does nothing in the middle of what somebody says. */
    checkpoint: async () => {
      if (isBetween && !database.isInTransaction()) await checkpoint();
    },
    stop: async () => {
      clearInterval(timer);
      await worker.terminate();
    },
  };
}

/**
 * The index of Postgres's StatementTimeout in memory, which PGlite does not export:
 * the one word that follows the setting. Throws when there is none or more than one.
 * @param {PGlite} database
 * @param {Internals} internals
 */
async function findStatementTimeout(database, internals) {
  /** @type {number[] | undefined} */
  let candidates;
  for (const value of [1_103_515_245, 1_013_904_223, 0]) {
    await database.exec(`set statement_timeout = ${value}`);
    const memory = new Int32Array(
      internals.wasmMemory.buffer,
      0,
      (internals._InterruptPending + STATIC_DATA_BYTES) >> 2,
    );
    if (candidates) {
      candidates = candidates.filter((index) => memory[index] === value);
    } else {
      candidates = [];
      for (let index = memory.indexOf(value); index !== -1; index = memory.indexOf(value, index + 1)) {
        candidates.push(index);
      }
    }
  }
  const [index] = candidates ?? [];
  if (candidates?.length !== 1 || index === undefined) {
    throw new Error('This version of PGlite is not known to Freshet: its statement_timeout was not found.');
  }
  return index;
}

/** @param {string} text */
function simpleQuery(text) {
  const body = Buffer.from(`${text}\0`);
  const message = Buffer.alloc(5 + body.length);
  message[0] = QUERY;
  message.writeInt32BE(4 + body.length, 1);
  body.copy(message, 5);
  return message;
}
