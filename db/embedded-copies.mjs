// Copies of the embedded database for a backup: made by its own process between two queries, since nobody else may open
// its folder while it runs.
import { randomUUID } from 'node:crypto';
import { constants, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod, cp, mkdir, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Names the socket that copies are asked for at; its folder is ours alone, and so is whoever reads it. */
export const PLACE = 'copies-at';
const COPY = /^copy-[0-9a-f-]{36}$/;
/** Longer than any backup takes. */
const OLD_MS = 86_400_000;
/** How long a copy waits for the end of a transaction that is open. Then its rows are not in it. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 20;

/**
 * @typedef {{ runExclusive: <T>(work: () => Promise<T>) => Promise<T>, isInTransaction: () => boolean }} Engine
 * @typedef {{ copy: string } | { error: string }} Answer
 */

/**
 * Makes a copy for each connection to `socketPath`, and answers with one line of JSON: the name of the copy, which lies
 * in `folder` like a data folder of its own, or why there is none. A copy belongs to whoever asked.
 * @param {{ folder: string, socketPath: string, engine: Engine, checkpoint: () => Promise<void> }} options
 * @returns {Promise<() => Promise<void>>} What ends it.
 */
export async function serveCopies({ folder, socketPath, engine, checkpoint }) {
  removeOld(folder);
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    // One after the other: each keeps the database from answering meanwhile.
    last = last.then(() => answer(socket, folder, engine, checkpoint)).catch(() => {});
  });
  rmSync(socketPath, { force: true });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => resolve(undefined));
  });
  await chmod(socketPath, 0o600);
  writeFileSync(path.join(folder, PLACE), socketPath, { mode: 0o600 });
  return async () => {
    server.close();
    await last;
    rmSync(path.join(folder, PLACE), { force: true });
    rmSync(socketPath, { force: true });
  };
}

/** @param {net.Socket} socket @param {string} folder @param {Engine} engine @param {() => Promise<void>} checkpoint */
async function answer(socket, folder, engine, checkpoint) {
  const name = `copy-${randomUUID()}`;
  const copy = path.join(folder, name);
  /** @type {Answer} */
  let said;
  try {
    await makeCopy(copy, path.join(folder, 'pg'), engine, checkpoint);
    said = { copy: name };
  } catch (error) {
    said = { error: error instanceof Error ? error.message : String(error) };
  }
  if ('error' in said || socket.destroyed) await rm(copy, { recursive: true, force: true });
  if (!socket.destroyed) socket.end(`${JSON.stringify(said)}\n`);
}

/** @param {string} copy @param {string} source @param {Engine} engine @param {() => Promise<void>} checkpoint */
async function makeCopy(copy, source, engine, checkpoint) {
  await mkdir(path.join(copy, 'database'), { recursive: true, mode: 0o700 });
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const isMade = await engine.runExclusive(async () => {
      if (engine.isInTransaction() && performance.now() < until) return false;
      if (!engine.isInTransaction()) await checkpoint();
      // Nothing else runs in this process's database meanwhile: the files are those of one moment.
      await cp(source, path.join(copy, 'database', 'pg'), { recursive: true, mode: constants.COPYFILE_FICLONE });
      return true;
    });
    if (isMade) return;
    await sleep(PAUSE_MS);
  }
}

/** @param {string} folder */
function removeOld(folder) {
  for (const name of readdirSync(folder)) {
    if (!COPY.test(name)) continue;
    const copy = path.join(folder, name);
    const age = Date.now() - (statSync(copy, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > OLD_MS) rmSync(copy, { recursive: true, force: true });
  }
}
