// Serves the built product in this process until it is told to stop.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { boundRequest } from './bound-request.mjs';
import { withBuiltConfig } from './built-config.mjs';
import { refuseAddress } from './refuse-address.mjs';
import { refuseRequest } from './refuse-request.mjs';
import { trustPeer } from './trust-peer.mjs';

/** How long answers under way may take after a signal. */
const DRAIN_MS = 5000;
const ORPHAN_POLL_MS = 500;
/** How long a request may take to come in; pushes have limits of their own. */
const REQUEST_MS = 60_000;

/**
 * @typedef {(request: http.IncomingMessage, response: http.ServerResponse, answer: () => void) => void} Admit
 * @typedef {{ setupPath: string | null, admit: Admit, stop: () => Promise<void> }} Running
 */

/**
 * Listens at once, so that a port that is taken stops the start before anything is opened; starts Next, which starts
 * the rest (instrumentation.ts); then answers.
 * @param {{ host: string, port: number, publicUrl?: string, trustedProxies: string[] }} options
 */
export async function serve({ host, port, publicUrl, trustedProxies }) {
  const shared = /** @type {typeof globalThis & { freshetHost?: boolean, freshetRunning?: Running }} */ (globalThis);
  shared.freshetHost = true;
  const parent = process.ppid;
  process.title = 'freshet';
  /** @type {(request: http.IncomingMessage, response: http.ServerResponse) => void} */
  let handle = starting;
  const trust = trustPeer(trustedProxies);
  // Node's own limit knows no pushes, which may take longer.
  const server = http.createServer({ requestTimeout: 0, headersTimeout: REQUEST_MS }, (request, response) => {
    boundRequest(request, response, REQUEST_MS);
    if (refuseAddress(request, response) || refuseRequest(request, response)) return;
    trust(request);
    handle(request, response);
  });
  await listen(server, host, port);
  const address = server.address();
  const realPort = typeof address === 'object' && address ? address.port : port;
  // Keeps Next's line about reading its settings off the console, which becomes the log a moment later.
  console.log = console.info = () => {};
  // Not our server: Next would take every upgrade request on it, and never answer those that it does not know.
  const app = next({ dev: false, hostname: host, port: realPort, httpServer: http.createServer() });
  await withBuiltConfig(process.cwd(), () => app.prepare());
  // Next does not wait for instrumentation.ts, which ends the process if it fails.
  while (!shared.freshetRunning) await sleep(20);
  const running = shared.freshetRunning;
  const answer = app.getRequestHandler();
  handle = (request, response) => running.admit(request, response, () => answer(request, response));
  const url = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${realPort}`;
  say(`Freshet is ready: ${url}`);
  if (running.setupPath) say(`Open this link to make yourself the administrator: ${url}${running.setupPath}`);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    say('Freshet is stopping.');
    await drain(server);
    await running.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.npm_lifecycle_event) whenOrphaned(parent, stop);
}

/**
 * For people at a terminal: what goes through the console becomes a line of the log (lib/log-console.ts).
 * @param {string} text
 */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/**
 * npm runs us in a shell that passes no signals on: when npm is told to end, we only see that the shell is gone. @param
 * {number} parent @param {() => void} stop
 */
function whenOrphaned(parent, stop) {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, ORPHAN_POLL_MS);
}

/**
 * @param {http.IncomingMessage} _request
 * @param {http.ServerResponse} response
 */
function starting(_request, response) {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1', connection: 'close' });
  response.end('Freshet is starting.\n');
}

/**
 * @param {http.Server} server
 * @param {string} host
 * @param {number} port
 */
function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      const reasons = {
        EADDRINUSE: `Port ${port} on ${host} is already in use. Set PORT to another one.`,
        EACCES: `Port ${port} on ${host} needs more rights than this user has. Set PORT to one above 1023.`,
        EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one that it has.`,
      };
      reject(new Error(reasons[/** @type {keyof typeof reasons} */ (code)] ?? error.message, { cause: error }));
    });
    server.listen(port, host, () => resolve(undefined));
  });
}

/** @param {http.Server} server */
function drain(server) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve(undefined);
    });
    server.closeIdleConnections();
  });
}
