// One program that the launcher was told to start, from its order to its end.
import type { Socket } from 'node:net';
import { signalGroup, signalProcess } from './signal-group';

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

export interface Launched {
  pid: number;
  /** Signals it and all that came of it. Does nothing once it is gone. */
  signal: (signal: NodeJS.Signals) => void;
  stdin: Socket;
  stdout: Socket;
  stderr: Socket;
  /** Resolves once the program has ended and its output is closed. */
  ended: Promise<Ended>;
}

/** A program from its order to its end. */
export interface Ordered {
  /** Resolves once it has started, or could not be. */
  begun: Promise<void>;
  connect: (n: number, socket: Socket) => void;
  start: (pid: number, isAlone: boolean) => void;
  exit: (ended: Ended) => void;
  /** Nothing comes of it: it is ended where it runs, and its output with it. */
  fail: (error: Error) => void;
}

export interface Outcome {
  resolve: (launched: Launched) => void;
  reject: (error: Error) => void;
  onEnd: () => void;
}

/** `input` is all that it reads. */
export function order(input: Buffer | undefined, { resolve, reject, onEnd }: Outcome): Ordered {
  const streams: Socket[] = [];
  let pid: number | undefined;
  let signal: Launched['signal'] = () => {};
  let exit: (ended: Ended) => void = () => {};
  const exited = new Promise<Ended>((done) => {
    exit = done;
  });
  let settle: () => void = () => {};
  const begun = new Promise<void>((done) => {
    settle = done;
  });
  let hasBegun = false;
  // By then its process id may be another's; a group's id is not reused while the group has a member.
  let isOver = false;
  const begin = () => {
    const [stdin, stdout, stderr] = streams;
    if (pid === undefined || !stdin || !stdout || !stderr) return;
    // Nothing comes from there but its end.
    stdin.on('error', () => {}).resume();
    const ended = endOf(exited, [stdout, stderr]);
    void ended.then(onEnd);
    hasBegun = true;
    settle();
    resolve({ pid, signal, stdin, stdout, stderr, ended });
  };
  return {
    begun,
    connect: (n, socket) => {
      streams[n] = socket;
      if (n === 0 && input !== undefined) socket.end(input);
      begin();
    },
    start: (its, isAlone) => {
      pid = its;
      signal = isAlone ? (which) => isOver || signalProcess(its, which) : (which) => signalGroup(its, which);
      begin();
    },
    exit: (how) => {
      isOver = true;
      exit(how);
    },
    fail: (error) => {
      signal('SIGKILL');
      // A reader of its output gets the end of the output first, and then how it ended.
      if (hasBegun) return exit({ exitCode: null, signal: 'SIGKILL' });
      for (const stream of streams) stream?.destroy();
      onEnd();
      settle();
      reject(error);
    },
  };
}

async function endOf(exited: Promise<Ended>, outputs: Socket[]): Promise<Ended> {
  const closed = outputs.map(
    (output) => new Promise<void>((resolve) => (output.closed ? resolve() : output.once('close', () => resolve()))),
  );
  const ended = await exited;
  // Output that nobody reads must not keep it open.
  for (const output of outputs) output.resume();
  await Promise.all(closed);
  return ended;
}
