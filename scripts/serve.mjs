// Serves the built product in this process until it is told to stop.
import http from 'node:http';
import next from 'next';

/** How long answers under way may take after a signal. */
const DRAIN_MS = 5000;

/** @typedef {{ setupPath: string | null, stop: () => Promise<void> }} Running */

/**
 * Starts Next, which starts the rest (instrumentation.ts), then listens.
 * @param {{ host: string, port: number, publicUrl?: string }} options
 */
export async function serve({ host, port, publicUrl }) {
  const shared = /** @type {typeof globalThis & { freshetHost?: boolean, freshetRunning?: Running }} */ (globalThis);
  shared.freshetHost = true;
  process.title = 'freshet';
  const app = next({ dev: false, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = http.createServer((request, response) => void handle(request, response));
  await listen(server, host, port);
  const address = server.address();
  const realPort = typeof address === 'object' && address ? address.port : port;
  const url = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${realPort}`;
  console.log(`Freshet is ready: ${url}`);
  const setupPath = shared.freshetRunning?.setupPath;
  if (setupPath) console.log(`Open this link to make yourself the administrator: ${url}${setupPath}`);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    console.log('Freshet is stopping.');
    await drain(server);
    await shared.freshetRunning?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
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
