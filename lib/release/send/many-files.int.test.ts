// Twenty thousand files on a host: twenty that change travel alone, and a host that is away holds nobody up.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSyncRev } from '@/lib/release/host/read-sync-rev';
import { startTestHosts, type TestHosts } from '@/lib/release/testing';
import { sendRelease } from './send-release';

const FILES = 20_000;
let hosts: TestHosts;

beforeAll(async () => {
  hosts = await startTestHosts();
});
afterAll(() => hosts?.close());

const name = (at: number) => `folder-${at % 100}/some-part/file-${at}.txt`;
const content = (at: number) => `${at} ${'content that does not change\n'.repeat(at % 20)}`;

it('sends what changed and nothing else', async () => {
  const [host, gone] = await Promise.all([hosts.start(), hosts.start()]);
  const [open, lost] = await Promise.all([hosts.open(host), hosts.open(gone)]);
  const at = path.join(host.root, 'site');
  const files = Array.from({ length: FILES }, (_, n) => [name(n), content(n)] as const);
  const site = await hosts.place(open, at, files);
  const staged = await site.stage();
  expect(await sendRelease(open, staged, site.spec(staged))).toMatchObject({ filesSent: FILES });
  await staged.close();
  await gone.refuseNew();
  await gone.cut();

  const changed = Array.from({ length: 20 }, (_, n) => [name(n * 997), `changed ${n} ${'x'.repeat(1000)}`] as const);
  await site.repo.commit(changed);
  const next = await site.stage();
  host.bytes();
  const [sent, away] = await Promise.allSettled([
    sendRelease(open, next, site.spec(next)),
    sendRelease(lost, next, site.spec(next, { path: path.join(gone.root, 'site') })),
  ]);
  expect(sent).toMatchObject({ value: { filesSent: 20 } });
  expect(away).toMatchObject({ reason: { kind: 'network', retryable: true } });
  const wire = host.bytes();
  // Names, times and the twenty: the content of all would be some six megabytes.
  expect(wire.sent + wire.received).toBeLessThan(1_000_000);
  expect(Object.fromEntries(changed.map(([file]) => [file, readFileSync(path.join(at, file), 'utf8')]))).toEqual(
    Object.fromEntries(changed),
  );
  expect(readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'))).toHaveLength(
    FILES,
  );

  // Nothing to do: what is asked and answered, and no content.
  expect(await sendRelease(open, next, site.spec(next))).toMatchObject({ outcome: 'unchanged', bytesOnWire: 0 });
  const little = host.bytes();
  expect(little.sent + little.received).toBeLessThan(50_000);
  expect((await readSyncRev(open, at)).rev?.commit).toBe(next.commit);
  await next.close();
});
