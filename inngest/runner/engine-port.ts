// Where the client finds the engine of this process: Next loads instrumentation and routes as separate module instances.
import type { EnginePort } from './engine-fetch';

const holder = globalThis as typeof globalThis & { freshetEnginePort?: EnginePort };

/** The running engine. Throws before it has started. */
export function enginePort(): EnginePort {
  if (!holder.freshetEnginePort) throw new Error('The engine has not started yet.');
  return holder.freshetEnginePort;
}

export function setEnginePort(port: EnginePort | undefined): void {
  holder.freshetEnginePort = port;
}
