// Starts programs for a process that is too large to do so itself (launch.ts says why), and ends them with it.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** @typedef {import('./launch').Order} Order */
/** @typedef {import('./launch').News} News */

const [socketPath = ''] = process.argv.slice(2);
/** @type {Set<number>} */
const running = new Set();

process.on('message', (/** @type {Order} */ order) => {
  start(order).catch((error) => say({ id: order.id, failed: error.code ?? error.message }));
});
// The terminal's Ctrl-C is for the process that we work for: it ends us when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.once('disconnect', () => process.exit());
process.once('exit', () => {
  for (const pid of running) killGroup(pid);
  rmSync(path.dirname(socketPath), { recursive: true, force: true });
});

/** @param {Order} order */
async function start({ id, file, args, env, cwd, uid, isPatient }) {
  const connections = await Promise.allSettled([0, 1, 2].map((n) => connectAs(`${id}${n}`)));
  const streams = connections.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  let child;
  try {
    for (const one of connections) if (one.status === 'rejected') throw notConnected(one.reason);
    child = spawn(file, args, {
      cwd,
      env: /** @type {NodeJS.ProcessEnv} */ (env),
      stdio: streams,
      detached: true,
      ...(uid === undefined || uid === process.geteuid?.() ? {} : { uid }),
    });
  } finally {
    for (const stream of streams) stream.destroy();
  }
  child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => say({ id, failed: error.code ?? error.message }));
  const { pid } = child;
  if (pid === undefined) return;
  running.add(pid);
  if (isPatient) giveWay(pid);
  say({ id, pid });
  child.once('exit', (exitCode, signal) => {
    running.delete(pid);
    say({ id, exitCode, signal });
  });
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

/** @param {News} news */
function say(news) {
  // Where nobody listens any more, 'disconnect' follows.
  if (process.connected) process.send?.(news, () => {});
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
