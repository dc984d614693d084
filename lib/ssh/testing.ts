// For tests: a context with a database, and hosts with a real sshd that let one key in.
import path from 'node:path';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { startTargetHost, type TargetHost, type TargetHostOptions } from '@/e2e/servers/target-host';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { log } from '@/lib/log';
import { encryptToken, loadSecret } from '@/lib/secrets';

export interface HostWorld {
  root: string;
  database: TestDatabase;
  ctx: Context;
  /** The two halves of the key that hosts let in. */
  key: { privateKey: string; publicKey: string };
  start(options?: Partial<TargetHostOptions>): Promise<TargetHost>;
  /** What `openHost` needs of a host. */
  at(host: TargetHost): { host: string; port: number; userName: string; keyCiphertext: Buffer };
  close(): Promise<void>;
}

/** `env` beside what lets hosts on loopback be talked to. */
export async function openHostWorld(env: Record<string, string> = {}): Promise<HostWorld> {
  const root = await makeTemporaryFolder();
  const database = await openTestDatabase();
  const parsed = parseEnv({
    NODE_ENV: 'test',
    FRESHET_DATA_DIR: path.join(root, 'data'),
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    FRESHET_SECRET: 'a secret of more than thirty-two characters',
    ...env,
  });
  const key = await makeSshKey('test');
  const keyCiphertext = encryptToken(key.privateKey, loadSecret(parsed));
  const hosts: TargetHost[] = [];
  return {
    root,
    database,
    ctx: { actor: { kind: 'operator' }, db: database.db, env: parsed, log, send: async () => {} },
    key,
    async start(options = {}) {
      const host = await startTargetHost({ folder: path.join(root, `host-${hosts.length}`), ...options });
      hosts.push(host);
      await host.authorize(key.publicKey);
      return host;
    },
    at: ({ host, port, user }) => ({ host, port, userName: user, keyCiphertext }),
    async close() {
      await Promise.all(hosts.map((host) => host.close()));
      await database.close();
      await removeFolder(root);
    },
  };
}
