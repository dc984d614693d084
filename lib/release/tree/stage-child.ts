// For the test that kills it: stages, and says so once it has begun to write.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from '@/lib/env';
import { stageTree, stagingDir } from './stage-tree';

const input = JSON.parse(process.argv[2] ?? '');
const env = parseEnv(process.env);
const folder = stagingDir(env.dataDir, input.deliveryId);
mkdirSync(path.join(folder, 'tree'), { recursive: true });
let hasSaid = false;
await stageTree({ env }, input, {
  onProgress: () => {
    if (hasSaid) return;
    hasSaid = true;
    process.stdout.write('begun\n');
    // The rest waits until it is killed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
});
