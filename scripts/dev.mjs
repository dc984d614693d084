// npm run dev: installs what is missing and serves with live reload.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkTools } from './check-tools.mjs';
import { installPackages } from './install-packages.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

try {
  checkTools();
  installPackages(root);
  const { readEnvironment } = await import('./read-environment.mjs');
  const { host, port } = await readEnvironment(root, { isDev: true });
  const next = spawn(
    process.execPath,
    [path.join(root, 'node_modules/next/dist/bin/next'), 'dev', '-H', host, '-p', String(port)],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => next.kill(signal));
  next.on('exit', (code) => process.exit(code ?? 0));
} catch (error) {
  console.error(`Freshet did not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
