// Runs a bounded command with simple-git, in the launcher: it refuses what may be unsafe a second time, behind git-process.ts.
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { fileURLToPath } from 'node:url';
import { simpleGit } from 'simple-git';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {import('node:stream').Writable} Writable */

/**
 * Told of the process that is started in its place: simple-git shows its processes to nobody, and whoever bounds one in
 * time has to know it.
 * @type {AsyncLocalStorage<(child: ChildProcess) => void>}
 */
const expecting = new AsyncLocalStorage();
subscribe('child_process', (message) => {
  expecting.getStore()?.(/** @type {{ process: ChildProcess }} */ (message).process);
});

/** What our own environment (environment.ts) says and simple-git takes for unsafe: each of them switches something off. */
const OURS = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
};
const BOUNDED = fileURLToPath(new URL('bounded.sh', import.meta.url));

/**
 * @typedef {object} Command
 * @property {string} program The path of git.
 * @property {readonly string[]} args
 * @property {Record<string, string>} env All of its environment.
 * @property {string} cwd
 * @property {number | undefined} uid Whom it acts as, if that is another.
 * @property {{ dataKib: number, mappedKib: number } | undefined} memory What it may keep, and what it may map.
 * @property {Buffer} input
 */

/**
 * Runs it; its output goes to the streams. `onStart` gets the process, which tells how it went on: simple-git knows of no
 * signals. Rejects if there is none, because simple-git refused the command.
 * @param {Command} command
 * @param {{ stdout: Writable, stderr: Writable, onStart: (child: ChildProcess) => void }} to
 */
export async function runWithSimpleGit({ program, args, env, cwd, uid, memory, input }, { stdout, stderr, onStart }) {
  const git = simpleGit({
    baseDir: cwd,
    binary: memory ? ['/bin/sh', BOUNDED] : program,
    input: () => input,
    allowEnvironment: Object.keys(env),
    // The paths of our script and of git are ours, whatever characters they have.
    unsafe: { ...OURS, allowUnsafeCustomBinary: true },
    ...(uid === undefined ? {} : { spawnOptions: { uid } }),
  });
  const limits = memory && {
    FRESHET_PROGRAM: program,
    FRESHET_DATA_KIB: String(memory.dataKib),
    FRESHET_MAPPED_KIB: String(memory.mappedKib),
  };
  git.env({ ...env, ...limits });
  /** @type {ChildProcess | undefined} */
  let started;
  git.outputHandler((_, out, err) => {
    for (const [from, to] of /** @type {const} */ ([
      [out, stdout],
      [err, stderr],
    ])) {
      // simple-git would keep all of it, to no use.
      from.removeAllListeners('data').pipe(to);
      // If its reader is gone it would write for nobody, into our memory.
      to.on('error', () => {}).once('close', () => isOver(from) || started?.kill('SIGKILL'));
    }
  });
  const start = (/** @type {ChildProcess} */ child) => {
    started = child;
    onStart(child);
  };
  try {
    await expecting.run(start, () => git.raw([...args]));
  } catch (error) {
    if (!started) throw error;
  }
}

/** @param {NodeJS.ReadableStream} stream */
function isOver(stream) {
  return /** @type {import('node:stream').Readable} */ (stream).readableEnded;
}
