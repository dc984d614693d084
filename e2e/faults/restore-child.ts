// A process for tests: restores a backup, and kills itself at a statement or a moment that it is told.

import { restoreBackup } from '@/lib/backup/restore-backup';
import { type Env, parseEnv } from '@/lib/env';

const [file = '', afterMs = ''] = process.argv.slice(2);
const env: Env = parseEnv(process.env);
if (afterMs) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(afterMs));
restoreBackup(env, file).then(
  (restored) => {
    process.stdout.write(JSON.stringify(restored));
    process.exit(0);
  },
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
