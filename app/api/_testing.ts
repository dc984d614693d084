// Calls the API's route handlers as Next would, over a database of its own: for tests.
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sessionCookieHeader } from '@/app/_auth/session';
import { provideSurroundings, type Surroundings } from '@/app/_http/context';
import { users } from '@/db/schema';
import { openTestDatabase } from '@/db/testing';
import type { AppEvent } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { tidyAway } from '@/lib/files/remove-folder';
import { log } from '@/lib/log';

export interface CallOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  text?: string;
  headers?: Record<string, string>;
  cookie?: string;
  signal?: AbortSignal;
}

type Handler = (request: Request, route: { params: Promise<Record<string, unknown>> }) => Promise<Response>;

/** The host that calls are made to. */
export const HOST = 'localhost:4321';

/** Calls `method` of the route that `target` (path and query) leads to. */
export async function call(method: string, target: string, options: CallOptions = {}): Promise<Response> {
  const url = new URL(target, `http://${HOST}`);
  const headers = new Headers({ host: HOST, ...options.headers });
  if (options.cookie) headers.set('cookie', options.cookie);
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  const body = options.body === undefined ? options.text : JSON.stringify(options.body);
  const request = new Request(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return await answerTo(request);
}

/** What the route answers that a request leads to. Throws an Error if there is none. */
export async function answerTo(request: Request): Promise<Response> {
  const { file, params } = await findRoute(new URL(request.url).pathname);
  const module: Record<string, Handler | undefined> = await import(file);
  const handler = module[request.method];
  if (!handler) return new Response(null, { status: 405 });
  return await handler(request, { params: Promise.resolve(params) });
}

interface RouteFile {
  file: string;
  address: string;
  segments: string[];
}

let known: Promise<RouteFile[]> | undefined;

/** Every route file below app/api with its address, as OpenAPI writes it. Looked for once: reading folders is slow. */
export function routeFiles(): Promise<RouteFile[]> {
  known ??= findRouteFiles();
  return known;
}

async function findRouteFiles(): Promise<RouteFile[]> {
  const root = path.resolve('app/api');
  const entries = await readdir(root, { recursive: true });
  return entries
    .filter((entry) => path.basename(entry) === 'route.ts')
    .map((entry) => {
      const segments = path.dirname(entry).split(path.sep);
      const address = segments.map((part) => part.replace(/^\[(?:\.\.\.)?(.+)\]$/, '{$1}')).join('/');
      return { file: path.join(root, entry), address: `/api/${address}`, segments };
    });
}

async function findRoute(pathname: string) {
  const parts = pathname.split('/').filter(Boolean).slice(1).map(decodeURIComponent);
  const found = (await routeFiles())
    .map((route) => ({ ...route, params: match(route.segments, parts) }))
    .filter((route) => route.params !== null)
    .sort((a, b) => rank(a.segments) - rank(b.segments));
  const best = found[0];
  if (!best) throw new Error(`No route for ${pathname}`);
  return { file: best.file, params: best.params ?? {} };
}

function match(segments: string[], parts: string[]): Record<string, unknown> | null {
  const params: Record<string, unknown> = {};
  for (const [i, segment] of segments.entries()) {
    const rest = /^\[\.\.\.(.+)\]$/.exec(segment)?.[1];
    if (rest) return parts.length > i ? { ...params, [rest]: parts.slice(i) } : null;
    const name = /^\[(.+)\]$/.exec(segment)?.[1];
    const part = parts[i];
    if (part === undefined || (name === undefined && segment !== part)) return null;
    if (name) params[name] = part;
  }
  return segments.length === parts.length ? params : null;
}

/** Next prefers what is written out over a parameter, and a parameter over a catch-all. */
function rank(segments: string[]): number {
  return segments.reduce((sum, part) => sum + (part.startsWith('[...') ? 100 : part.startsWith('[') ? 1 : 0), 0);
}

export interface ApiWorld extends Surroundings {
  /** What was handed to the engine. */
  events: AppEvent[];
  /** Makes an account and returns its id and a session cookie. */
  signIn: (email: string, options?: { isAdmin?: boolean }) => Promise<{ id: string; cookie: string }>;
  /** Changes the environment for the calls that follow. */
  setEnv: (extra: Record<string, string>) => void;
  reset: () => Promise<void>;
  close: () => Promise<void>;
}

/** Opens a database and a data folder, and lets the handlers work in them; events are kept, not worked on. */
export async function startApi(): Promise<ApiWorld> {
  const database = await openTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'freshet-api-'));
  const base = {
    FRESHET_DATA_DIR: dataDir,
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    // A machine under load is not what is tested.
    FRESHET_SEARCH_TIMEOUT_SECONDS: '10',
  };
  const events: AppEvent[] = [];
  const world: ApiWorld = {
    db: database.db,
    env: parseEnv(base),
    log,
    send: async (event) => {
      events.push(event);
    },
    events,
    signIn: async (email, options = {}) => {
      const [user] = await database.db
        .insert(users)
        .values({ email, isAdmin: options.isAdmin ?? false })
        .returning();
      if (!user) throw new Error('Nothing was inserted.');
      const header = await sessionCookieHeader(world, new Headers({ host: HOST }), {
        id: user.id,
        sessionVersion: user.sessionVersion,
      });
      return { id: user.id, cookie: header.split(';')[0] ?? '' };
    },
    setEnv: (extra) => {
      world.env = parseEnv({ ...base, ...extra });
      provideSurroundings(world);
    },
    reset: async () => {
      await database.reset();
      events.length = 0;
      world.setEnv({});
    },
    close: async () => {
      provideSurroundings(undefined);
      await database.close();
      await tidyAway(dataDir);
    },
  };
  provideSurroundings(world);
  return world;
}
