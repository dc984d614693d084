// Starts what drives the functions: the embedded runner, or the connection to a real Inngest server.
import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import type { Db } from '@/db/client';
import type { AppEvent } from '@/lib/context';
import type { Env } from '@/lib/env';
import type { Logger } from '@/lib/log';
import { inngest } from './client';
import { connectServer } from './connect-server';
import { startRunner } from './runner/start-runner';

export interface Engine {
  /** Resolves once the event is durable. Events with an id that was seen before do nothing. */
  send: (event: AppEvent) => Promise<void>;
  /** Answers a real Inngest server; null if the embedded runner drives the functions. */
  handle: ((request: Request) => Promise<Response>) | null;
  /** Lets steps under way end for some seconds, then aborts them. */
  stop: () => Promise<void>;
}

export interface EngineOptions {
  db: Db;
  env: Env;
  log: Logger;
  functions: InngestFunction.Any[];
}

const STOP_GRACE_MS = 5_000;

const holder = globalThis as typeof globalThis & { freshetEngine?: Engine };

/** Starts the engine and keeps it for `engine()`. Throws if a function asks for what the engine does not do. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  if (holder.freshetEngine) return holder.freshetEngine;
  const started = options.env.inngest.external ? external(options) : await embedded(options);
  holder.freshetEngine = {
    ...started,
    stop: async () => {
      holder.freshetEngine = undefined;
      await started.stop();
    },
  };
  return holder.freshetEngine;
}

/** The engine that was started. Throws before that, and on a read-only server, which has none. */
export function engine(): Engine {
  if (!holder.freshetEngine) throw new Error('The engine has not started.');
  return holder.freshetEngine;
}

/** The engine, if one was started. */
export function findEngine(): Engine | undefined {
  return holder.freshetEngine;
}

function external(options: EngineOptions): Engine {
  const server = connectServer(options);
  return { ...server, send: async (event) => void (await inngest.send(event)) };
}

async function embedded(options: EngineOptions): Promise<Engine> {
  const runner = await startRunner({
    sql: options.db.$client,
    log: options.log,
    handler: serve({ client: inngest, functions: options.functions }),
    isNative: options.env.databaseUrl !== undefined,
  });
  return {
    send: (event) => runner.send({ ...event, ts: Date.now() }),
    handle: null,
    stop: () => runner.stop(STOP_GRACE_MS),
  };
}
