// The integration tests that open a database, on the native server that FRESHET_TEST_DATABASE_URL names; the last line
// counts them.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { report, runVitest } from './run-suite.mjs';
import { testEnvironment } from './test-environment.mjs';
import { testsOfDatabase } from './tests-of-database.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

if (!process.env.FRESHET_TEST_DATABASE_URL) {
  console.error('FRESHET_TEST_DATABASE_URL names no server.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}
process.exitCode = report([await runVitest({ root, env: testEnvironment() }, 'integration', testsOfDatabase(root))]);
