// A query comes to PGlite as several messages with an answer each: sent together, the answers wake the reader once.

/** @typedef {import('@electric-sql/pglite').PGlite['execProtocolRawStream']} Execute */

/** Bind, close, describe, execute and parse: whoever sends them sends more before waiting for an answer. */
const FOLLOWED = new Set([0x42, 0x43, 0x44, 0x45, 0x50]);
const HELD_BYTES = 64 * 1024;

/**
 * Holds answers back, some 64 KiB of them at most, until a message comes whose sender waits: as Postgres does.
 * @param {Execute} execute
 * @returns {Execute}
 */
export function answerTogether(execute) {
  /** @type {Uint8Array[]} */
  let held = [];
  let size = 0;
  const takeHeld = () => {
    const all = Buffer.concat(held, size);
    held = [];
    size = 0;
    return all;
  };
  return async (message, options) => {
    const [kind = 0] = message;
    const release = () => {
      if (size > 0) options.onRawData(takeHeld());
    };
    // A message that opens a connection has no kind: the client that the answers were for has gone.
    if (kind === 0) takeHeld();
    /** @param {Uint8Array} data */
    const onRawData = (data) => {
      // A copy: it lies in PGlite's memory, which the next answer overwrites.
      held.push(Uint8Array.from(data));
      size += data.length;
      if (size >= HELD_BYTES) release();
    };
    await execute(message, { ...options, onRawData });
    if (!FOLLOWED.has(kind)) release();
  };
}
