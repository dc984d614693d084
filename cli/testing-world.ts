// A real server for the command line: the database, the engine and the HTTP API, with one administrator.
import { users } from '@/db/schema';
import type { ApiServer } from '@/e2e/servers/api-server';
import { startWorld, type World } from '@/e2e/servers/world';
import { makeToken } from '@/lib/tokens/make-token';

type Scope = 'read' | 'sync' | 'write' | 'admin';

export interface CliWorld {
  world: World;
  server: ApiServer;
  /** Makes a token of the administrator's. */
  token: (name: string, scopes: Scope[]) => Promise<string>;
  /** What a shell would export to ask by it; as a visitor without. */
  env: (token?: string) => Record<string, string>;
  close: () => Promise<void>;
}

/** `extra` are environment variables of the server. One at a time per process. */
export async function startCliWorld(extra: Record<string, string> = {}): Promise<CliWorld> {
  const world = await startWorld(extra, { hasClock: false });
  // What functions are declared with is read from the environment, so nothing of the app is loaded before it is set.
  const { startApiServer } = await import('@/e2e/servers/api-server');
  const { actor: _, ...surroundings } = world.as({ kind: 'system' });
  const server = await startApiServer(surroundings);
  const [person] = await surroundings.db.insert(users).values({ email: 'ada@x.example', isAdmin: true }).returning();
  const ctx = world.as({ kind: 'user', userId: person?.id ?? '', isAdmin: true });
  return {
    world,
    server,
    token: async (name, scopes) => (await makeToken(ctx, { name, scopes, kind: 'personal' })).secret,
    env: (token) => ({ FRESHET_URL: server.url, ...(token ? { FRESHET_TOKEN: token } : {}) }),
    close: async () => {
      await server.close();
      await world.close();
    },
  };
}
