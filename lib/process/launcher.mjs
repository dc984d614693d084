// Starts programs for a process that is too large to do so itself (launch.ts says why), and ends them with it.
import { spawn } from 'node:child_process';
import { accessSync, constants, rmSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { runWithSimpleGit } from './simple-git.mjs';

/** @typedef {import('./launcher-process').LaunchRequest} LaunchRequest */
/** @typedef {import('./launcher-process').LaunchEvent} LaunchEvent */

const [socketPath = ''] = process.argv.slice(2);
/** What ends each program that runs. @type {Set<() => void>} */
const running = new Set();
/**
 * Bounds itself, then becomes the program: node has no setrlimit. Both limits in KiB; a hard limit that is lower already
 * stays.
 */
const BOUNDED = '{ ulimit -d "$1"; ulimit -v "$2"; } 2>/dev/null; shift 2; exec "$@"';
/**
 * What a program may map of files beside its own memory: a mirror's indexes, which it maps as a whole, and windows of its
 * packs.
 */
const MAPPED_KIB = 4 * 1024 * 1024;
/** Elsewhere the shell knows these limits and the system does not keep them. */
const KNOWS_LIMITS = process.platform === 'linux';

process.on('message', (/** @type {LaunchRequest} */ order) => {
  const starting = order.inputBytes === undefined ? start(order) : startBounded(order);
  starting.catch((error) => say({ id: order.id, failed: error.code ?? error.message }));
});
// The terminal's Ctrl-C is for the process that we work for: it ends us when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.once('disconnect', () => process.exit());
process.once('exit', () => {
  for (const end of running) end();
  rmSync(path.dirname(socketPath), { recursive: true, force: true });
});

/**
 * Starts a program that speaks with whoever ordered it.
 * @param {LaunchRequest} order
 */
async function start({ id, file, args, env, cwd, uid, isPatient, memoryBytes }) {
  const streams = await connect(id);
  try {
    const [program, words] = bounded(file, args, env, memoryBytes);
    const child = spawn(program, words, {
      cwd,
      env: /** @type {NodeJS.ProcessEnv} */ (env),
      stdio: streams,
      detached: true,
      ...(isAnother(uid) ? { uid } : {}),
    });
    const { pid } = child;
    tell({ id, isAlone: false }, child, isPatient, () => pid !== undefined && killGroup(pid));
  } finally {
    for (const stream of streams) stream.destroy();
  }
}

/**
 * Starts a command that gets all of its input at once and starts no other: what simple-git is for.
 * @param {LaunchRequest} order
 */
async function startBounded({ id, file, args, env, cwd, uid, isPatient, memoryBytes, inputBytes }) {
  const streams = await connect(id);
  try {
    const [stdin, stdout, stderr] = streams;
    const input = await buffer(stdin);
    // Nobody waits for it any more.
    if (input.length !== inputBytes) throw new Error('its input was cut off');
    const program = findProgram(file, env.PATH ?? '');
    const memory = limitsOf(memoryBytes);
    const command = { program, args, env, cwd, uid: isAnother(uid) ? uid : undefined, memory, input };
    const onStart = (/** @type {import('node:child_process').ChildProcess} */ child) => {
      child.once('error', () => streams.forEach((stream) => void stream.destroy()));
      tell({ id, isAlone: true }, child, isPatient, () => void child.kill('SIGKILL'));
    };
    // Nothing comes from there but its end, which closes it: when the program ends, or nobody reads any more.
    for (const stream of [stdout, stderr]) stream.resume();
    await runWithSimpleGit(command, { stdout, stderr, onStart });
  } catch (error) {
    for (const stream of streams) stream.destroy();
    throw error;
  }
}

/**
 * Says how it goes on with a program.
 * @param {{ id: string, isAlone: boolean }} order
 * @param {import('node:child_process').ChildProcess} child
 * @param {boolean} isPatient
 * @param {() => void} end
 */
function tell({ id, isAlone }, child, isPatient, end) {
  child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => say({ id, failed: error.code ?? error.message }));
  child.once('spawn', () => {
    const { pid = 0 } = child;
    running.add(end);
    if (isPatient) giveWay(pid);
    say({ id, pid, isAlone });
  });
  child.once('exit', (exitCode, signal) => {
    running.delete(end);
    say({ id, exitCode, signal });
  });
}

/**
 * The three connections of an order, for what its program reads and says.
 * @param {string} id
 * @returns {Promise<[Socket, Socket, Socket]>}
 */
async function connect(id) {
  const connections = await Promise.allSettled([0, 1, 2].map((n) => connectAs(`${id}${n}`)));
  const streams = connections.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [stdin, stdout, stderr] = streams;
  if (stdin && stdout && stderr) return [stdin, stdout, stderr];
  for (const stream of streams) stream.destroy();
  const lost = connections.find((one) => one.status === 'rejected');
  throw notConnected(lost?.reason);
}

/** @param {number | undefined} uid */
function isAnother(uid) {
  return uid !== undefined && uid !== process.geteuid?.();
}

/**
 * The command that starts `file` within `memoryBytes` of memory. The limit is on what it keeps (RLIMIT_DATA) and, more
 * widely, on what it maps (RLIMIT_AS); it counts for each process that comes of it.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @param {number | undefined} memoryBytes
 * @returns {[string, readonly string[]]}
 */
function bounded(file, args, env, memoryBytes) {
  const limits = limitsOf(memoryBytes);
  if (!limits) return [file, args];
  const program = findProgram(file, env.PATH ?? '');
  return ['/bin/sh', ['-c', BOUNDED, 'sh', String(limits.dataKib), String(limits.mappedKib), program, ...args]];
}

/**
 * In KiB, what of `memoryBytes` it may keep, and what it may map; undefined for no limit.
 * @param {number | undefined} memoryBytes
 */
function limitsOf(memoryBytes) {
  if (memoryBytes === undefined || !KNOWS_LIMITS) return undefined;
  const dataKib = Math.ceil(memoryBytes / 1024);
  return { dataKib, mappedKib: dataKib + MAPPED_KIB };
}

/**
 * Where a program is. A shell would only say in words that there is none.
 * @param {string} file
 * @param {string} searched
 */
function findProgram(file, searched) {
  let code = 'ENOENT';
  for (const folder of file.includes('/') ? [''] : searched.split(':')) {
    const found = path.join(folder, file);
    try {
      accessSync(found, constants.X_OK);
      if (statSync(found).isFile()) return found;
      code = 'EACCES';
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EACCES') code = 'EACCES';
    }
  }
  throw Object.assign(new Error(`${file} was not found`), { code });
}

/**
 * A connection that names what it is for, and from which nothing is read here: that is for the program.
 * @param {string} name
 * @returns {Promise<Socket>}
 */
function connectAs(name) {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    socket.pause();
    socket.once('error', reject);
    socket.connect(socketPath, () => socket.write(name, () => resolve(socket)));
  });
}

/**
 * Its code must not look as if the program were missing. Without the socket nothing can be started any more: whoever
 * needs a program next gets another launcher.
 * @param {NodeJS.ErrnoException} cause
 */
function notConnected(cause) {
  if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED') process.exit(1);
  return new Error(`not connected: ${cause.code}`);
}

/**
 * What is asked goes before what is fetched: a burst of syncs leaves the processor to the answers when both want it.
 * @param {number} pid
 */
function giveWay(pid) {
  const { PRIORITY_BELOW_NORMAL } = os.constants.priority;
  try {
    if (os.getPriority(pid) < PRIORITY_BELOW_NORMAL) os.setPriority(pid, PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or this machine allows no priorities: it is as quick as all the others.
  }
}

/** @param {LaunchEvent} event */
function say(event) {
  // If nobody listens any more, 'disconnect' follows.
  if (process.connected) process.send?.(event, () => {});
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
