// kill -9 between finding what there is to tell, sending it and writing that down: nothing is lost, and what comes
// twice comes under one id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { type Receiver, startReceiver } from '@/lib/notifications/testing';
import { bundleChild } from '../servers/bundle-child';

let file: string;
let dataDir: string;
let database: TestDatabase | undefined;
let receiver: Receiver;

beforeAll(async () => {
  file = await bundleChild('e2e/faults/notify-child.ts');
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await database?.close();
  await tidyAway(dataDir);
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      FRESHET_DATA_DIR: dataDir,
      FRESHET_ALLOWED_HOSTS: '127.0.0.1',
      DATABASE_URL: database?.url ?? '',
    },
  });
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return { child, ended };
}

it('a message outlives every process that had it in hand', async () => {
  expect((await start('collect', `${receiver.url}/hook`).ended).code).toBeNull();
  expect(receiver.received).toEqual([]);

  // The message has arrived, and the sender dies before it hears so.
  const heard = new Promise<void>((resolve) => receiver.answer(() => resolve()));
  const sender = start('send');
  await heard;
  sender.child.kill('SIGKILL');
  expect((await sender.ended).code).toBeNull();

  receiver.answer((_request, response) => void response.end());
  for (const sent of [1, 0]) {
    const { code, output } = await start('send').ended;
    expect([code, JSON.parse(output)]).toEqual([0, { found: 0, sent, failed: 0 }]);
  }
  expect(receiver.received).toHaveLength(2);
  expect(new Set(receiver.received.map(({ headers }) => headers['freshet-delivery'])).size).toBe(1);
  for (const { body } of receiver.received) expect(JSON.parse(body).events).toHaveLength(200);
});
