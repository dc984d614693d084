// The embedded database's own process: PGlite behind a unix socket, so that no query ever blocks the web server.
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { serveCopies } from './embedded-copies.mjs';
import { guard, openPGlite } from './embedded-engine.mjs';
import { releaseLock, takeLock } from './embedded-lock.mjs';

/** @typedef {{ type: 'ready' } | { type: 'refused', message: string }} ChildMessage */

/** @param {ChildMessage} message */
function tell(message) {
  if (process.connected) process.send?.(message);
}

/**
 * A crash while the first files are made must leave nothing that looks like a database.
 * @param {string} folder
 * @param {boolean} isDurable
 */
async function openOrMake(folder, isDurable) {
  const target = path.join(folder, 'pg');
  if (!existsSync(target)) {
    const draft = path.join(folder, 'pg-draft');
    rmSync(draft, { recursive: true, force: true });
    await (await openPGlite(draft, isDurable)).close();
    renameSync(draft, target);
  }
  return openPGlite(target, isDurable);
}

/** @param {string} folder @param {string} socketPath @param {boolean} isDurable */
async function main(folder, socketPath, isDurable) {
  const parentPid = process.ppid;
  // A terminal and a service manager signal every process at once; the parent decides when the database goes.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  // A database of tests lives for seconds: compiling it well costs more than it gives back.
  if (!isDurable) setFlagsFromString('--liftoff-only');
  const lock = await takeLock(folder);
  const database = await openOrMake(folder, isDurable).catch((error) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The embedded database in ${folder} cannot be opened: ${reason} ` +
        'Put a backup of the folder in its place, or move it away to start with an empty one.',
      { cause: error },
    );
  });
  /** @param {unknown} error */
  const fail = (error) => {
    console.error(error);
    process.exit(1);
  };
  const guarded = await guard(database, { lock, parentPid, fail });
  rmSync(socketPath, { force: true });
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 1 });
  await server.start();
  chmodSync(socketPath, 0o600);
  const endCopies = await serveCopies({
    folder,
    socketPath: `${socketPath}-copies`,
    engine: database,
    checkpoint: guarded.checkpoint,
  });

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await endCopies();
    await server.stop();
    await database.exec('CHECKPOINT');
    await database.close();
    await guarded.stop();
    rmSync(socketPath, { force: true });
    releaseLock(lock);
    process.exit(0);
  };
  process.on('disconnect', () => void stop().catch(fail));
  process.on('message', (message) => {
    if (message === 'stop') void stop().catch(fail);
  });
  if (!process.connected) return stop();
  tell({ type: 'ready' });
}

const [folder, socketPath, durability] = process.argv.slice(2);
if (!folder || !socketPath) throw new Error('Usage: embedded-child FOLDER SOCKET durable|quick');
main(folder, socketPath, durability !== 'quick').catch((error) => {
  console.error(error);
  tell({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
