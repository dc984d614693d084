// A real Inngest server for a proof that is run by hand: starts the binary that INNGEST_SERVER_BINARY names, on loopback.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface InngestServer {
  url: string;
  stop: () => Promise<void>;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts `inngest start` (self-hosted, signed) with its state in a temporary folder. */
export async function startInngestServer(o: {
  binary: string;
  signingKey: string;
  eventKey: string;
}): Promise<InngestServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-inngest-'));
  const ports = await Promise.all(
    ['port', 'connect-gateway-port', 'connect-gateway-grpc-port', 'connect-executor-grpc-port'].map(
      async (name) => [name, await freePort()] as const,
    ),
  );
  const options = { host: '127.0.0.1', 'sqlite-dir': folder, 'signing-key': o.signingKey, 'event-key': o.eventKey };
  const args = [...Object.entries(options), ...ports].flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child: ChildProcess = spawn(o.binary, ['start', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, DO_NOT_TRACK: '1', INNGEST_NO_UPDATE_NOTIFIER: '1' },
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
  }
  const url = `http://127.0.0.1:${ports[0]![1]}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 300) throw new Error(`The Inngest server did not start. ${said}`);
    const health = await fetch(`${url}/health`).catch(() => null);
    if (health?.ok) break;
    await sleep(100);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
