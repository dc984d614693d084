// The embedded database's own process: PGlite behind a unix socket, so that no query ever blocks the web server.
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

export type ChildMessage = { type: 'ready' } | { type: 'refused'; message: string };

const [folder, socketPath] = process.argv.slice(2) as [string, string];

function tell(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(socketPath, { force: true });
  const database = await PGlite.create({ dataDir: path.join(folder, 'pg'), extensions: { vector, pg_trgm } });
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 1 });
  await server.start();
  chmodSync(socketPath, 0o600);
  tell({ type: 'ready' });

  const stop = async () => {
    await server.stop();
    await database.exec('CHECKPOINT');
    await database.close();
    rmSync(socketPath, { force: true });
    process.exit(0);
  };
  process.on('disconnect', stop);
  process.on('message', (message) => {
    if (message === 'stop') void stop();
  });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
}

await main().catch((error: unknown) => {
  tell({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
});
