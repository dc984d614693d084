// Drives the proof's functions by a real Inngest server and by the embedded engine, and compares what they did.
// By hand: INNGEST_SERVER_BINARY=/path/to/inngest npx tsx e2e/inngest-server/prove.ts [--record folder]
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from './functions';
import { freePort, startInngestServer } from './inngest-server';
import { exchanges, relay } from './relay';

const SIGNING_KEY = '0123456789abcdef0123456789abcdef';
const EVENT_KEY = 'fedcba9876543210';
const PATIENCE_MS = 30_000;

async function main(): Promise<number> {
  const binary = process.env.INNGEST_SERVER_BINARY;
  if (process.argv.includes('--embedded')) return await proveEmbedded();
  if (!binary) {
    console.error('Set INNGEST_SERVER_BINARY to the path of an inngest binary, or pass --embedded.');
    return 2;
  }
  const server = await startInngestServer({ binary, signingKey: SIGNING_KEY, eventKey: EVENT_KEY });
  const port = await freePort();
  Object.assign(process.env, {
    INNGEST_BASE_URL: server.url,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
    INNGEST_EVENT_KEY: EVENT_KEY,
    HOST: '127.0.0.1',
    PORT: String(port),
  });
  let listener: http.Server | undefined;
  try {
    const { env } = await import('@/lib/env');
    const { log } = await import('@/lib/log');
    const { connectServer } = await import('@/inngest/connect-server');
    const { inngest } = await import('@/inngest/client');
    const { functions } = await import('./functions');
    let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
    listener = http.createServer((request, response) => void relay(request, response, (r) => handle(r)));
    listener.listen(port, '127.0.0.1');
    const connection = connectServer({ env: env(), log, functions });
    handle = connection.handle;
    await untilKnown(server.url);
    const code = await runChecks(async ({ name, key, id }) => {
      await inngest.send({ name: `proof/${name}`, data: { key }, ...(id ? { id } : {}) });
    });
    await connection.stop();
    const at = process.argv.indexOf('--record');
    if (at > 0) record(process.argv[at + 1] ?? 'recorded');
    return code;
  } finally {
    listener?.closeAllConnections();
    listener?.close();
    await server.stop();
  }
}

async function proveEmbedded(): Promise<number> {
  const { openTestDatabase } = await import('@/db/testing');
  const { parseEnv } = await import('@/lib/env');
  const { log } = await import('@/lib/log');
  const { inngest } = await import('@/inngest/client');
  const { startEngine } = await import('@/inngest/start');
  const { functions } = await import('./functions');
  const database = await openTestDatabase();
  const env = parseEnv(database.url ? { DATABASE_URL: database.url } : {});
  const engine = await startEngine({ db: database.db, env, log, functions });
  try {
    return await runChecks(async ({ name, key, id }) => {
      await inngest.send({ name: `proof/${name}`, data: { key }, ...(id ? { id } : {}) });
    });
  } finally {
    await engine.stop();
    await database.close();
  }
}

/** Waits until the server has taken the functions: it then runs one. */
async function untilKnown(url: string): Promise<void> {
  const { inngest } = await import('@/inngest/client');
  const { done } = await import('./functions');
  for (let waited = 0; !done.includes('told probe'); waited += 500) {
    if (waited > PATIENCE_MS) throw new Error(`The server at ${url} ran nothing.`);
    await inngest.send({ name: 'proof/told', data: { key: 'probe' } });
    await sleep(500);
  }
  await sleep(1000);
}

async function runChecks(send: (event: Check['send'][number]) => Promise<void>): Promise<number> {
  const { atOnce, checks, done } = await import('./functions');
  let wrong = 0;
  for (const check of checks) {
    done.length = 0;
    const started = Date.now();
    for (const event of check.send) {
      while (done.length < (event.after ?? 0) && Date.now() - started < PATIENCE_MS) await sleep(20);
      await send(event);
    }
    while (done.length < check.want.length && Date.now() - started < PATIENCE_MS) await sleep(20);
    await sleep(Math.max(0, (check.settleMs ?? 500) - (Date.now() - started)));
    const order = (list: string[]) => (check.isOrdered ? list : [...list].sort());
    const isRight = JSON.stringify(order(done)) === JSON.stringify(order(check.want));
    if (!isRight) wrong += 1;
    console.log(`${isRight ? 'ok   ' : 'WRONG'} ${check.what} (${Date.now() - started} ms)`);
    if (!isRight) console.log(`      wanted ${JSON.stringify(check.want)}\n      got    ${JSON.stringify(done)}`);
  }
  console.log(`${atOnce.most <= 2 ? 'ok   ' : 'WRONG'} at most two at once: ${atOnce.most}`);
  return wrong > 0 || atOnce.most > 2 ? 1 : 0;
}

/** Keeps what the server asked and was answered, without the stacks of this machine. */
function record(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const plain = (key: string, value: unknown) => (key === 'stack' && typeof value === 'string' ? '(stack)' : value);
  writeFileSync(path.join(folder, 'exchanges.json'), `${JSON.stringify(exchanges, plain, 2)}\n`);
  console.log(`${exchanges.length} exchanges are in ${folder}`);
}

process.exit(await main());
