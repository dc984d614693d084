// A real `git http-backend` behind node:http on loopback, with tokens, redirects and faults on demand.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from '@/lib/process/launch';

/** What goes wrong with the requests it matches; the first matching fault counts. */
export interface Fault {
  /** Which requests: part of the path with query, or a test. Default: all. */
  match?: string | ((request: { method: string; path: string }) => boolean);
  /** After so many requests the fault is over. Default: until it is removed. */
  times?: number;
  /** Wait before anything is answered. */
  delayMs?: number;
  /** Wait for this before anything is answered. */
  until?: Promise<unknown>;
  /** Answer with this status instead of git's answer. */
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Redirect there (302, or `status`); a function gets the request's path with query. */
  redirectTo?: string | ((path: string) => string);
  /** Cut the connection after so many bytes of git's answer. */
  cutAfterBytes?: number;
  /** Let git's answer through at this speed; asked anew for each piece, and undefined for as fast as it goes. */
  bytesPerSecond?: number | (() => number | undefined);
  /** Cut the connection as soon as this holds, while an answer goes through at a speed. */
  isCut?: () => boolean;
  /** Accept the request and never answer. */
  hang?: boolean;
}

export interface SeenRequest {
  method: string;
  /** With query. */
  path: string;
  headers: IncomingMessage['headers'];
}

export interface GitServer {
  /** `http://127.0.0.1:<port>`; a repository made as `org/name.git` is at `${url}/org/name.git`. */
  url: string;
  port: number;
  root: string;
  /** Every request so far, in order. */
  requests: SeenRequest[];
  /** Faults in force; push to add, splice or set `.length = 0` to end them. */
  faults: Fault[];
  /** Lets the requests that match wait until the function that it returns is called. */
  hold(options: Pick<Fault, 'match' | 'times'>): () => void;
  /** Repository name (`org/name.git`) → the token it wants, as a bearer or as a basic password. */
  tokens: Map<string, string>;
  close(): Promise<void>;
}

/** Serves every bare repository below `root`, for reading and pushing. */
export async function startGitServer(options: { root: string; host?: string }): Promise<GitServer> {
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const tokens = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const seen = { method: request.method ?? 'GET', path: request.url ?? '/', headers: request.headers };
    requests.push(seen);
    answer(request, response, { root: options.root, faults, tokens, seen }).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    root: options.root,
    requests,
    faults,
    hold: (options) => {
      let letGo = () => {};
      const fault: Fault = { ...options, until: new Promise<void>((resolve) => (letGo = resolve)) };
      faults.push(fault);
      return () => {
        // One that holds nothing any more must not stand before the faults that come after it.
        const at = faults.indexOf(fault);
        if (at >= 0) faults.splice(at, 1);
        letGo();
      };
    },
    tokens,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Setting {
  root: string;
  faults: Fault[];
  tokens: Map<string, string>;
  seen: SeenRequest;
}

async function answer(request: IncomingMessage, response: ServerResponse, setting: Setting): Promise<void> {
  const fault = takeFault(setting.faults, setting.seen);
  if (fault?.delayMs) await sleep(fault.delayMs);
  await fault?.until;
  // Whoever asked is gone: a git without anybody at its other end would wait, or spin, for ever.
  if (response.destroyed || request.socket.destroyed) return;
  if (fault?.hang) return;
  if (fault?.redirectTo !== undefined) {
    const location = typeof fault.redirectTo === 'string' ? fault.redirectTo : fault.redirectTo(setting.seen.path);
    response.writeHead(fault.status ?? 302, { location, ...fault.headers }).end();
    return;
  }
  if (fault?.status !== undefined) {
    response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers }).end(fault.body ?? '');
    return;
  }
  if (fault?.body !== undefined) {
    response.writeHead(200, fault.headers).end(fault.body);
    return;
  }
  if (!isAllowed(request, setting)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"', 'content-type': 'text/plain' }).end('no\n');
    return;
  }
  await backend(request, response, setting, fault);
}

function takeFault(faults: Fault[], seen: SeenRequest): Fault | undefined {
  const index = faults.findIndex(({ match, times }) => {
    if (times !== undefined && times <= 0) return false;
    if (match === undefined) return true;
    return typeof match === 'string' ? seen.path.includes(match) : match(seen);
  });
  const fault = faults[index];
  if (fault?.times !== undefined) fault.times -= 1;
  return fault;
}

function isAllowed(request: IncomingMessage, { tokens, seen }: Setting): boolean {
  for (const [repo, token] of tokens) {
    if (!seen.path.startsWith(`/${repo}/`)) continue;
    const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer') return value === token;
    return Buffer.from(value, 'base64').toString().split(':').slice(1).join(':') === token;
  }
  return true;
}

async function backend(
  request: IncomingMessage,
  response: ServerResponse,
  { root, seen }: Setting,
  fault: Fault | undefined,
): Promise<void> {
  const [pathname = '/', query = ''] = seen.path.split('?');
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    GIT_PROJECT_ROOT: path.resolve(root),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(pathname),
    QUERY_STRING: query,
    REQUEST_METHOD: seen.method,
    REMOTE_ADDR: '127.0.0.1',
    REMOTE_USER: 'tester',
  };
  const headers: [string, string | undefined][] = [
    ['CONTENT_TYPE', request.headers['content-type']],
    ['CONTENT_LENGTH', request.headers['content-length']],
    ['HTTP_CONTENT_ENCODING', request.headers['content-encoding'] as string | undefined],
    ['GIT_PROTOCOL', request.headers['git-protocol'] as string | undefined],
  ];
  for (const [key, value] of headers) if (value !== undefined) env[key] = value;
  // By the small process that starts the product's gits: a process that runs tests is large, and slow to be copied.
  const child = await launch('git', ['http-backend'], { cwd: '/', env });
  // With the process that does the work, which git starts.
  const end = () => child.signal('SIGKILL');
  if (response.destroyed) end();
  response.on('close', end);
  child.stderr.resume();
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  await copyCgi(child.stdout, response, fault);
}

async function copyCgi(
  source: AsyncIterable<Buffer>,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  let head: Buffer | null = Buffer.alloc(0);
  let sent = 0;
  for await (const chunk of source) {
    let body = chunk;
    if (head) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) continue;
      writeHead(response, head.subarray(0, end).toString('latin1'), fault);
      body = head.subarray(end + 4);
      head = null;
    }
    if (fault?.cutAfterBytes !== undefined && sent + body.length >= fault.cutAfterBytes) {
      const last = body.subarray(0, fault.cutAfterBytes - sent);
      if (fault.bytesPerSecond !== undefined) await send(response, last, fault);
      response.write(fault.bytesPerSecond === undefined ? last : '', () => response.destroy());
      return;
    }
    sent += body.length;
    if (!(await send(response, body, fault ?? {}))) return;
  }
  response.end();
}

function writeHead(response: ServerResponse, head: string, fault: Fault | undefined): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (name) response.setHeader(name, value);
  }
  response.writeHead(status, fault?.headers);
  response.flushHeaders();
}

/** Resolves to false once the client is gone. */
async function send(response: ServerResponse, body: Buffer, { bytesPerSecond, isCut }: Fault): Promise<boolean> {
  for (let at = 0; at < body.length && !response.destroyed; ) {
    const speed = typeof bytesPerSecond === 'function' ? bytesPerSecond() : bytesPerSecond;
    if (isCut?.()) response.destroy();
    else if (speed === undefined) {
      if (!response.write(body.subarray(at))) await drained(response);
      at = body.length;
    } else {
      const part = body.subarray(at, at + Math.max(1, Math.ceil(speed / 20)));
      response.write(part);
      at += part.length;
      await sleep((part.length / speed) * 1000);
    }
  }
  return !response.destroyed;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.on('drain', go);
    response.on('close', go);
    if (response.destroyed) go();
  });
}
