// npm start: installs, builds and serves, each only if it is needed.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { checkTools } from './check-tools.mjs';
import { installPackages } from './install-packages.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

try {
  checkTools();
  installPackages(root);
  const { readEnvironment } = await import('./read-environment.mjs');
  const settings = await readEnvironment(root, { isDev: false });
  await build(root);
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  const { serve } = await import('./serve.mjs');
  await serve(settings);
} catch (error) {
  console.error(`Freshet did not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
